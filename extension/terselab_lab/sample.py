"""The seeded sample of rows: TypeScript's generator and order (src/math/random.ts)."""

MASK = 0xFFFFFFFF


def permutation(n, seed):
    """Order of 0..n-1: Fisher and Yates on xoroshiro128+ in 32-bit halves."""
    order, (a, b, c, d) = list(range(n)), _spread(seed)
    for i in range(n - 1, 0, -1):
        most = 2**32 // (i + 1) * (i + 1)
        draw = most
        while draw >= most:
            draw = ((b + d & MASK) + 2**31) & MASK
            x, y = d ^ b, c ^ a
            a, b, c, d = (
                (a << 24 ^ b >> 8 ^ y ^ (y << 16 | x >> 16)) & MASK,
                (b << 24 ^ a >> 8 ^ x ^ x << 16) & MASK,
                (x << 5 ^ y >> 27) & MASK,
                (y << 5 ^ x >> 27) & MASK,
            )
        order[i], order[draw % (i + 1)] = order[draw % (i + 1)], order[i]
    return order


def _spread(seed):
    """Four words that hang on every bit of the seed: SplitMix32's finaliser over its high and its low half."""
    state = _mix((seed >> 32) & MASK) * 0x9E3779B9 ^ seed
    return [_mix(state + (i + 1) * 0x9E3779B9 & MASK) for i in range(4)]


def _mix(bits):
    bits = (bits ^ bits >> 16) * 0x85EBCA6B & MASK
    bits = (bits ^ bits >> 13) * 0xC2B2AE35 & MASK
    return bits ^ bits >> 16
