"""Overlay that a camera burns into its picture: name, the scene's time and frame number; never the wall clock's."""

from __future__ import annotations

from fractions import Fraction

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Canvas, Plane, Sprite

FONT = "uni"
"""OpenCV's built-in font with Chinese characters; nothing is read from the system."""
WEIGHT = 500


def text_alpha(text: str, size: int) -> tuple[Plane, Plane]:
    """Letters and their dark outline, two alphas of one shape with even sides."""
    face = cv2.FontFace(FONT)
    width = size * (len(text) + 1)
    image = np.zeros((size * 2, width, 3), np.uint8)
    end, _ = cv2.putText(image, text, (4, round(size * 1.4)), (255, 255, 255), face, size, WEIGHT)
    right = min(width, (end[0] + 6) // 2 * 2)
    letters = np.asarray(image[: size * 2 // 2 * 2, :right, 0], np.uint8)
    outline = cv2.GaussianBlur(cv2.dilate(letters, np.ones((3, 3), np.uint8)), (0, 0), 0.8)
    return letters, np.asarray(outline, np.uint8)


class Overlay:
    """Draws the name bottom right and ``场景 00:00:35 帧 000440`` top left."""

    def __init__(self, canvas: Canvas, label: str, fps: Fraction) -> None:
        self._fps = fps
        self._size = max(11, round(canvas.height / 21))
        self._margin = max(4, canvas.height // 40)
        self._name = _letters(label, self._size) if label else None
        self._words = {word: text_alpha(word, self._size) for word in ("场景 ", "  帧 ", *"0123456789:")}
        self._digit = max(alpha.shape[1] for word, (alpha, _) in self._words.items() if word.isdigit()) - 6

    def draw(self, canvas: Canvas, index: int) -> None:
        """Burn in the frame's number and its scene time."""
        if self._name is not None:
            dark, light = self._name
            place = canvas.width - light.width - self._margin, canvas.height - light.height - self._margin // 2
            canvas.stamp(dark, *place)
            canvas.stamp(light, *place)
        for sprite in _pair(*self._line(index)):
            canvas.stamp(sprite, self._margin, self._margin // 2)

    def _line(self, index: int) -> tuple[Plane, Plane]:
        second = int(index / self._fps)
        clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
        parts = ["场景 ", *clock, "  帧 ", *f"{index:06}"]
        widths = [self._digit if len(part) == 1 else self._words[part][0].shape[1] - 8 for part in parts]
        total = (sum(widths) + 12) // 2 * 2
        alphas = [np.zeros((self._size * 2 // 2 * 2, total), np.uint8) for _ in range(2)]
        left = 0
        for part, width in zip(parts, widths, strict=True):
            for alpha, glyph in zip(alphas, self._words[part], strict=True):
                fitting = glyph[:, : total - left]
                target = alpha[:, left : left + fitting.shape[1]]
                np.maximum(target, fitting, out=target)
            left += width
        return alphas[0], alphas[1]


def _letters(text: str, size: int) -> tuple[Sprite, Sprite]:
    return _pair(*text_alpha(text, size))


def _pair(letters: Plane, outline: Plane) -> tuple[Sprite, Sprite]:
    return Sprite.flat(24, 128, 128, (outline * 0.75).astype(np.uint8)), Sprite.flat(228, 128, 128, letters)
