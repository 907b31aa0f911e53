"""Flat things that stand in the world: gauge boards, façades, signs; drawn in perspective into a still picture."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.textures import Field

Corners = tuple[tuple[float, float, float], ...]
"""Top left, top right, bottom right, bottom left in the world, metres."""


def draw_board(picture: Field, view: View, corners: Corners, texture: Field, alpha: Field | None = None) -> np.ndarray:
    """Warp the texture (h, w, 3) between the corners, in place; the mask (rows, width) of what it covers, 0..1."""
    where = view.project(np.asarray(corners)).astype(np.float32)
    mask = np.zeros(picture.shape[:2], np.float32)
    left, top = np.maximum(np.floor(where.min(axis=0)) - 1, 0).astype(int)
    right, bottom = np.minimum(np.ceil(where.max(axis=0)) + 1, (picture.shape[1], picture.shape[0])).astype(int)
    if left >= right or top >= bottom:
        return mask
    height, width = texture.shape[:2]
    source = np.asarray([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, where - np.asarray([left, top], np.float32))
    size = (int(right - left), int(bottom - top))
    cover = np.ones((height, width), np.float32) if alpha is None else alpha
    share = cv2.warpPerspective(cover, matrix, size, flags=cv2.INTER_AREA)
    drawn = cv2.warpPerspective(texture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    part = picture[top:bottom, left:right]
    part[:] = part * (1 - share[..., None]) + drawn * share[..., None]
    mask[top:bottom, left:right] = share
    return mask


def gauge_texture(metres: float) -> Field:
    """A staff gauge, 200 pixels a metre, 0 at its foot: E marks every 10 cm bars of 2 cm, black or red by metre."""
    high = round(metres * 200)
    board = np.full((high, 64, 3), 0.93, np.float32)
    for decimetre in range(round(metres * 10)):
        foot = high - decimetre * 20
        ink = np.asarray((0.10, 0.10, 0.12) if decimetre // 10 % 2 == 0 else (0.12, 0.12, 0.72), np.float32)
        left, right = (4, 30) if decimetre % 2 == 0 else (34, 60)
        for bar in range(3):
            board[foot - bar * 8 - 4 : foot - bar * 8, left:right] = ink
        side = slice(left, left + 5) if decimetre % 2 == 0 else slice(right - 5, right)
        board[foot - 20 : foot, side] = ink
        text = np.zeros((20, 26, 3), np.uint8)
        cv2.putText(text, str(decimetre % 10), (6, 16), (255, 255, 255), cv2.FontFace("sans"), 18, 800)
        beside = slice(34, 60) if decimetre % 2 == 0 else slice(4, 30)
        share = text[:, :, :1].astype(np.float32) / 255
        board[foot - 20 : foot, beside] = board[foot - 20 : foot, beside] * (1 - share) + ink * share
    return board
