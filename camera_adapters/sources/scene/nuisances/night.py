"""Night: infrared light with what it shows before the lens, headlights, a neon sign."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Canvas, Sprite
from camera_adapters.sources.scene.nuisances.blend import GREY, brighten, ramp
from camera_adapters.sources.scene.nuisances.layer import Layer
from camera_adapters.sources.scene.sky import vignette
from camera_adapters.sources.scene.textures import generator, spectral


def infrared(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """The camera switches to its infrared lamp: grey, bright in the middle, grainy."""
    rng = generator(seed, 331)
    lamp = np.asarray(0.25 + 0.75 * vignette((canvas.width, canvas.height), 0.95), np.float32)
    grain = [rng.normal(0, 5, canvas.y.shape).astype(np.int8) for _ in range(3)]
    del lasts

    def lay(target: Canvas, t: float) -> None:
        lit = cv2.multiply(target.y, lamp, scale=0.62, dtype=cv2.CV_8U)
        shift = int(t * 89) % target.width
        cv2.add(lit, np.ascontiguousarray(np.roll(grain[int(t * 53) % 3], shift, axis=1)), target.y, dtype=cv2.CV_8U)
        target.u[:] = target.v[:] = GREY

    return lay


def insects(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """Insects fly through the infrared light near the lens: bright streaks out of focus, each for half a second."""
    rng = generator(seed, 332)
    count = max(1, int(lasts * 0.9))
    begin = np.sort(rng.uniform(0, lasts, count))
    spots = rng.uniform(-0.1, 1.1, (count, 4))
    thick = rng.uniform(0.012, 0.04, count) * canvas.height

    def lay(target: Canvas, t: float) -> None:
        light = np.zeros_like(target.y)
        for number in np.flatnonzero((begin <= t) & (t < begin + 0.6)):
            share = (t - begin[number]) / 0.6
            ends = [
                spots[number, :2] + (spots[number, 2:] - spots[number, :2]) * each for each in (share, share + 0.12)
            ]
            a, b = ((int(x * target.width), int(y * target.height)) for x, y in ends)
            cv2.line(light, a, b, 150, max(2, int(thick[number])), cv2.LINE_AA)
        if light.any():
            brighten(target, np.asarray(cv2.GaussianBlur(light, (0, 0), canvas.height / 120), np.uint8))

    return lay


def web(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """Threads of a spider's web before the lens glare in the infrared light, sway, and pulsate with the wind."""
    rng = generator(seed, 333)
    plate = np.zeros_like(canvas.y)
    corner = (0 if rng.random() < 0.5 else canvas.width, 0)
    for angle in rng.uniform(0.15, 1.3, 4):
        far = canvas.width * 0.75 * np.asarray([np.cos(angle) * (1 if corner[0] == 0 else -1), np.sin(angle)])
        cv2.line(plate, corner, (int(corner[0] + far[0]), int(far[1])), 235, max(3, canvas.width // 70), cv2.LINE_AA)
    blurred = np.asarray(cv2.GaussianBlur(plate, (0, 0), canvas.width / 70), np.uint8)

    def lay(target: Canvas, t: float) -> None:
        turn = cv2.getRotationMatrix2D(corner, 2.2 * np.sin(1.3 * t) + 1.1 * np.sin(3.1 * t), 1.0)
        swayed = cv2.warpAffine(blurred, turn, (target.width, target.height))
        glare = ramp(t, lasts, 3.0) * (0.75 + 0.25 * np.sin(4.7 * t))
        brighten(target, np.asarray(cv2.convertScaleAbs(swayed, alpha=glare), np.uint8))

    return lay


def headlights(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """Pairs of headlights come along a way that nobody watches, glare, and sweep a cone of light over the ground."""
    rng = generator(seed, 334)
    count = max(1, int(lasts / 12))
    begin = np.sort(rng.uniform(0, max(1.0, lasts - 8), count))
    side = rng.choice([-1.0, 1.0], count)
    scale = canvas.height / 360

    def lay(target: Canvas, t: float) -> None:
        light = np.zeros_like(target.y)
        for number in np.flatnonzero((begin <= t) & (t < begin + 8.0)):
            near = ((t - begin[number]) / 8.0) ** 1.6
            x = target.width * (0.5 + side[number] * (0.05 + 0.55 * near))
            y = target.height * (0.42 + 0.3 * near)
            for lamp in (-1, 1):
                spot = (int(x + lamp * scale * (3 + 26 * near)), int(y))
                cv2.circle(light, spot, round(scale * (2 + 9 * near)), 255, -1, cv2.LINE_AA)
            cone = (int(x), int(y + scale * (10 + 50 * near)))
            cv2.ellipse(
                light, cone, (round(scale * (20 + 110 * near)), round(scale * (6 + 26 * near))), 0, 0, 360, 70, -1
            )
        if light.any():
            glare = cv2.GaussianBlur(light, (0, 0), 5 * scale)
            brighten(target, np.asarray(cv2.max(cv2.GaussianBlur(light, (0, 0), 1.2 * scale), glare), np.uint8))

    return lay


def neon(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """A sign in the colours of fire that stands still and flashes."""
    rng = generator(seed, 335)
    del lasts
    wide, high = canvas.width // 12 // 2 * 2, canvas.height // 14 // 2 * 2
    rough = np.asarray(cv2.resize(spectral(rng, 64, 1.0), (wide, high)), np.float32)
    alpha = np.where(np.abs(rough) < 0.9, 245, 0).astype(np.uint8)
    sign, glow = Sprite.flat(205, 78, 182, alpha), Sprite.flat(120, 100, 170, np.full((high, wide), 90, np.uint8))
    left, top = float(rng.uniform(0.2, 0.7)) * canvas.width, float(rng.uniform(0.35, 0.6)) * canvas.height
    pace = float(rng.uniform(0.7, 2.5))

    def lay(target: Canvas, t: float) -> None:
        target.stamp(glow, left, top)
        if np.sin(2 * np.pi * pace * t) > -0.3:
            target.stamp(sign, left, top)

    return lay
