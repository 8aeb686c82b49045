"""Prints the intervals that StatisticsTests compares with: Student's t by integrating its density, nothing but the standard library.

    python3 record_intervals.py
"""
from math import gamma, pi, sqrt
from statistics import mean, variance


def density(t, df):
    return gamma((df + 1) / 2) / (sqrt(df * pi) * gamma(df / 2)) * (1 + t * t / df) ** (-(df + 1) / 2)


def between_0_and(t, df, steps=20_000):
    """Simpson's rule."""
    h = t / steps
    inner = sum((4 if i % 2 else 2) * density(i * h, df) for i in range(1, steps))
    return h / 3 * (density(0, df) + inner + density(t, df))


def quantile(df, share=0.475):
    low, high = 0.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if between_0_and(middle, df) < share else (low, middle)
    return low


def interval(values, ratio=0.0):
    half = quantile(len(values) - 1) * sqrt(variance(values) * (1 / len(values) + ratio))
    return mean(values) - half, mean(values) + half


for df in (1, 2, 4, 20, 21, 24):
    print(f"t(0.975, {df}) = {quantile(df):.6f}")
five = [0.944, 0.950, 0.953, 0.947, 0.956]
print("five, independent:    %.6f %.6f" % interval(five))
print("five, test/train 1/8: %.6f %.6f" % interval(five, 1 / 8))
print("25 values 0.01 i:     %.6f %.6f" % interval([0.01 * i for i in range(25)]))
