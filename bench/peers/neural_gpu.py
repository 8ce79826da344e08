"""The diagonal Neural GPU (Freivalds and Liepins, 2017), all sequences of one length n."""

import numpy as np

UNIT = "layer0/set0/"
SPARE = 1021  # Rows by which the field of dropout masks is longer than a state.


def batch(case):
    """One-hot input and expected symbols [B, n, S]; rows of zeros where none is asked for."""
    one_hot = np.eye(case.sizes["symbols"], dtype=np.float32)
    expected = case.arrays["expected"]
    return one_hot[case.arrays["input"]], one_hot[expected] * (expected >= 0)[..., None]


def dropout(case, keep, random):
    """What a step draws for all seeds: a field [B n + spare, m], and where each time step reads it.

    Seedbed draws its masks the same way; fresh masks for every time step would cost more.
    """
    count, n = case.arrays["input"].shape
    field = random.random((count * n + SPARE, case.sizes["maps"]), dtype=np.float32) < keep
    return field.astype(np.float32) / np.float32(keep), random.integers(SPARE, size=n, dtype=np.int32)


def jax_loss(case, form="gathered", scan=True):
    """Returns loss(parameters of one seed, batch) -> (objective, reported loss).

    form: 'gathered' is one product on three shifted copies of the state, 'conv' is lax.conv.
    The objective is the reported loss plus the cost of saturation.
    """
    import jax
    import jax.numpy as jnp

    m = case.sizes["maps"]
    limit, cost = case.sizes["saturation_limit"], case.sizes["saturation_cost"]

    def saturation(x):
        return jnp.sum(jax.nn.relu(jnp.abs(x) - limit))

    def kernel(weights):
        """[out, in, 3] -> [3, in, out]."""
        return jnp.transpose(weights, (2, 1, 0))

    def convolve(x, weights):
        if form == "conv":
            return jax.lax.conv_general_dilated(
                x, weights, (1,), "SAME", dimension_numbers=("NWC", "WIO", "NWC")
            )
        n = x.shape[1]
        padded = jnp.pad(x, ((0, 0), (1, 1), (0, 0)))
        taps = jnp.concatenate([padded[:, i : i + n] for i in range(3)], 2)
        return taps @ weights.reshape(3 * m, -1)

    def shift(x):
        """A third of the maps comes from the right, a third from the left."""
        third = m // 3
        padded = jnp.pad(x, ((0, 0), (1, 1), (0, 0)))
        right, left = padded[:, 2:, :third], padded[:, :-2, third : 2 * third]
        return jnp.concatenate([right, left, x[:, :, 2 * third :]], 2)

    def loss(parameters, examples):
        symbols, expected, *dropped = examples  # `dropped` is what `dropout` returns, if any.
        examples_count, n, _ = symbols.shape
        unit = {name: parameters[UNIT + name] for name in
                ("reset/kernel", "reset/bias", "gate/kernel", "gate/bias", "candidate/kernel", "candidate/bias")}
        gates = kernel(jnp.concatenate([unit["reset/kernel"], unit["gate/kernel"]]))
        gates_bias = jnp.concatenate([unit["reset/bias"], unit["gate/bias"]])
        candidate = kernel(unit["candidate/kernel"])

        def step(carry, place):
            s, saturated = carry
            x = convolve(s, gates) + gates_bias
            opened = jnp.clip(0.5 * x + 0.5, 0, 1)
            y = convolve(opened[..., :m] * s, candidate) + unit["candidate/bias"]
            c = jnp.clip(y, -1, 1)
            g = opened[..., m:]
            if dropped:
                mask = jax.lax.dynamic_slice(dropped[0], (place, 0), (examples_count * n, m))
                c = c * mask.reshape(c.shape)
            return (c + g * (shift(s) - c), saturated + saturation(x) + saturation(y)), None

        embedded = symbols @ parameters["embedding"].T
        carry = (jnp.clip(embedded, -1, 1), n * saturation(embedded))
        places = dropped[1] if dropped else np.zeros(n, np.int32)
        if scan:
            carry, _ = jax.lax.scan(step, carry, places)
        else:
            for t in range(n):
                carry, _ = step(carry, places[t])
        s, saturated = carry
        logits = s @ parameters["output/kernel"].T + parameters["output/bias"]
        each = -jnp.sum(jax.nn.log_softmax(logits) * expected, (1, 2)) / jnp.sum(expected, (1, 2))
        value = jnp.mean(each)
        return value + cost / (n * n * examples_count) * saturated, value

    return loss


def torch_loss(case, form="grouped"):
    """Returns loss(parameters of K seeds, batch) -> (objectives [K], reported losses [K]).

    form: 'grouped' is one grouped convolution of all seeds, 'gathered' a batched product.
    """
    import torch
    from torch.nn.functional import conv1d, log_softmax, pad, relu

    m = case.sizes["maps"]
    third = m // 3
    limit, cost = case.sizes["saturation_limit"], case.sizes["saturation_cost"]

    def saturation(x, seeds):
        """[..., K maps of x, n] -> [K]."""
        excess = relu(x.abs() - limit)
        if form == "grouped":
            return excess.reshape(x.shape[0], seeds, -1).sum((0, 2))
        return excess.sum((1, 2, 3))

    # 'grouped' holds the state as [B, K m, n], 'gathered' as [K, B, n, m].
    def convolve(x, weights, bias, seeds):
        if form == "grouped":
            return conv1d(x, weights.reshape(-1, m, 3), bias.reshape(-1), padding=1, groups=seeds)
        n = x.shape[2]
        padded = pad(x, (0, 0, 1, 1))
        taps = torch.cat([padded[:, :, i : i + n] for i in range(3)], 3)
        flat = weights.permute(0, 3, 2, 1).reshape(seeds, 3 * m, -1)
        out = torch.baddbmm(bias[:, None], taps.reshape(seeds, -1, 3 * m), flat)
        return out.reshape(seeds, -1, n, weights.shape[1])

    def halves(x, seeds):
        if form == "grouped":
            both = x.reshape(x.shape[0], seeds, 2, m, -1)
            return (both[:, :, i].reshape(x.shape[0], seeds * m, -1) for i in range(2))
        return x[..., :m], x[..., m:]

    def shift(x, seeds):
        if form == "grouped":
            thirds = x.reshape(x.shape[0], seeds, 3, third, -1)
            right, left = pad(thirds[:, :, 0, :, 1:], (0, 1)), pad(thirds[:, :, 1, :, :-1], (1, 0))
            return torch.stack([right, left, thirds[:, :, 2]], 2).reshape(x.shape)
        right = pad(x[:, :, 1:, :third], (0, 0, 0, 1))
        left = pad(x[:, :, :-1, third : 2 * third], (0, 0, 1, 0))
        return torch.cat([right, left, x[..., 2 * third :]], 3)

    def loss(parameters, examples):
        symbols, expected, *dropped = examples  # `dropped` is what `dropout` returns, if any.
        count, n, alphabet = symbols.shape
        row = torch.arange(count * n, device=symbols.device)
        embedding = parameters["embedding"]
        seeds = embedding.shape[0]
        unit = lambda name: parameters[UNIT + name]
        gates = torch.cat([unit("reset/kernel"), unit("gate/kernel")], 1)
        gates_bias = torch.cat([unit("reset/bias"), unit("gate/bias")], 1)
        embedded = embedding @ symbols.reshape(-1, alphabet).T  # [K, m, B n]
        embedded = embedded.reshape(seeds, m, count, n)
        if form == "grouped":
            embedded = embedded.permute(2, 0, 1, 3).reshape(count, seeds * m, n)
        else:
            embedded = embedded.permute(0, 2, 3, 1)
        s = embedded.clamp(-1, 1)
        saturated = n * saturation(embedded, seeds)
        for t in range(n):
            x = convolve(s, gates, gates_bias, seeds)
            reset, gate = halves((0.5 * x + 0.5).clamp(0, 1), seeds)
            y = convolve(reset * s, unit("candidate/kernel"), unit("candidate/bias"), seeds)
            c = y.clamp(-1, 1)
            if dropped:
                mask = dropped[0][dropped[1][t] + row].reshape(count, n, m)
                if form == "grouped":
                    mask = mask.mT[:, None].expand(-1, seeds, -1, -1).reshape(c.shape)
                c = c * mask
            s = c + gate * (shift(s, seeds) - c)
            saturated = saturated + saturation(x, seeds) + saturation(y, seeds)
        if form == "grouped":
            s = s.reshape(count, seeds, m, n).permute(1, 0, 3, 2)
        flat = s.reshape(seeds, count * n, m)
        logits = torch.baddbmm(parameters["output/bias"][:, None], flat, parameters["output/kernel"].mT)
        logs = log_softmax(logits, 2).reshape(seeds, count, n, alphabet)
        values = (-(logs * expected).sum((2, 3)) / expected.sum((1, 2))).mean(1)
        return values + cost / (n * n * count) * saturated, values

    return loss
