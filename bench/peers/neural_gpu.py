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


def jax_loss(case, form="own-backward", scan=True):
    """Returns loss(parameters of one seed, batch) -> (objective, reported loss).

    form: 'gathered' is one product on three shifted copies of the state, 'conv' is lax.conv, and
    'own-backward' is 'gathered' with a backward pass by hand, which keeps the state and the inputs
    of the nonlinearities instead of all that differentiation would keep.
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
        return taps_of(x) @ weights.reshape(3 * m, -1)

    def taps_of(x):
        """Each position beside its neighbours, [B, n, 3 m]."""
        n = x.shape[1]
        padded = jnp.pad(x, ((0, 0), (1, 1), (0, 0)))
        return jnp.concatenate([padded[:, i : i + n] for i in range(3)], 2)

    def shift(x):
        """A third of the maps comes from the right, a third from the left."""
        third = m // 3
        padded = jnp.pad(x, ((0, 0), (1, 1), (0, 0)))
        right, left = padded[:, 2:, :third], padded[:, :-2, third : 2 * third]
        return jnp.concatenate([right, left, x[:, :, 2 * third :]], 2)

    def masked(c, field, place):
        """Dropout of the candidate."""
        if field is None:
            return c
        mask = jax.lax.dynamic_slice(field, (place, 0), (c.shape[0] * c.shape[1], m))
        return c * mask.reshape(c.shape)

    def advance(s, weights, field, place):
        """One time step: the next state and the inputs of gates and candidate."""
        gates, gates_bias, candidate, candidate_bias = weights
        x = convolve(s, gates) + gates_bias
        opened = jnp.clip(0.5 * x + 0.5, 0, 1)
        y = convolve(opened[..., :m] * s, candidate) + candidate_bias
        c = masked(jnp.clip(y, -1, 1), field, place)
        return c + opened[..., m:] * (shift(s) - c), x, y

    def repeated(step, carry, places):
        if scan:
            return jax.lax.scan(step, carry, places)
        kept = []
        for t in range(len(places)):
            carry, saved = step(carry, places[t])
            kept.append(saved)
        return carry, jax.tree.map(lambda *each: jnp.stack(each), *kept)

    def time_steps(first, weights, field, places):
        """The last state and the sum of saturation."""

        def step(carry, place):
            s, saturated = carry
            s, x, y = advance(s, weights, field, place)
            return (s, saturated + saturation(x) + saturation(y)), None

        return repeated(step, (first, jnp.zeros(())), places)[0]

    if form == "own-backward":
        time_steps = _with_own_backward(time_steps, advance, taps_of, masked, repeated, m, limit)

    def loss(parameters, examples):
        symbols, expected, *dropped = examples  # `dropped` is what `dropout` returns, if any.
        examples_count, n, _ = symbols.shape
        unit = {name: parameters[UNIT + name] for name in
                ("reset/kernel", "reset/bias", "gate/kernel", "gate/bias", "candidate/kernel", "candidate/bias")}
        gates = kernel(jnp.concatenate([unit["reset/kernel"], unit["gate/kernel"]]))
        gates_bias = jnp.concatenate([unit["reset/bias"], unit["gate/bias"]])
        candidate = kernel(unit["candidate/kernel"])

        places = dropped[1] if dropped else np.zeros(n, np.int32)
        embedded = symbols @ parameters["embedding"].T
        first = jnp.clip(embedded, -1, 1)
        weights = gates, gates_bias, candidate, unit["candidate/bias"]
        field = dropped[0] if dropped else None
        s, saturated = time_steps(first, weights, field, places)
        saturated = saturated + n * saturation(embedded)
        logits = s @ parameters["output/kernel"].T + parameters["output/bias"]
        each = -jnp.sum(jax.nn.log_softmax(logits) * expected, (1, 2)) / jnp.sum(expected, (1, 2))
        value = jnp.mean(each)
        return value + cost / (n * n * examples_count) * saturated, value

    return loss


def _with_own_backward(time_steps, advance, taps_of, masked, repeated, m, limit):
    """`time_steps` of jax_loss with a backward pass that keeps s, x and y of each step."""
    import jax
    import jax.numpy as jnp

    def neighbours_sum(taps):
        """The transpose of `taps_of`: [B, n, 3 m] -> [B, n, m]."""
        before, own, after = jnp.split(taps, 3, 2)
        return own + shifted(before, -1) + shifted(after, 1)

    def shifted(x, by):
        """x[i - by] at position i."""
        return jnp.pad(x, ((0, 0), (1, 1), (0, 0)))[:, 1 - by : 1 - by + x.shape[1]]

    def thirds(x, by):
        parts = jnp.split(x, 3, 2)
        return jnp.concatenate([shifted(parts[0], -by), shifted(parts[1], by), parts[2]], 2)

    def through(gradient, x, saturation):
        """Back through a clip at 1 of |x|, with the cost of saturation."""
        return jnp.where(jnp.abs(x) < 1, gradient, 0) + jnp.where(
            jnp.abs(x) > limit, saturation * jnp.sign(x), 0
        )

    def forward(first, weights, field, places):
        def step(s, place):
            after, x, y = advance(s, weights, field, place)
            return after, (s, x, y)

        last, kept = repeated(step, first, places)
        excess = sum(jnp.sum(jax.nn.relu(jnp.abs(x) - limit)) for x in kept[1:])
        return (last, excess), (kept, weights, field, places)

    def backward(saved, cotangents):
        kept, (gates, _, candidate, _), field, places = saved
        gradient, saturation = cotangents
        gates_t = gates.reshape(3 * m, -1).T
        candidate_t = candidate.reshape(3 * m, -1).T
        weigh = lambda taps, out: jnp.einsum("bni,bno->io", taps, out)

        def step(carry, at):
            ds, d_gates, d_gates_bias, d_candidate, d_candidate_bias = carry
            (s, x, y), place = at
            opened = jnp.clip(0.5 * x + 0.5, 0, 1)
            reset, gate = opened[..., :m], opened[..., m:]
            c = masked(jnp.clip(y, -1, 1), field, place)
            dy = through(masked(ds * (1 - gate), field, place), y, saturation)
            d_kept = neighbours_sum(dy @ candidate_t)
            d_opened = jnp.concatenate([d_kept * s, ds * (thirds(s, 1) - c)], 2)
            dx = through(0.5 * d_opened, x, saturation)
            before = neighbours_sum(dx @ gates_t) + d_kept * reset + thirds(ds * gate, -1)
            return (
                before,
                d_gates + weigh(taps_of(s), dx),
                d_gates_bias + jnp.sum(dx, (0, 1)),
                d_candidate + weigh(taps_of(reset * s), dy),
                d_candidate_bias + jnp.sum(dy, (0, 1)),
            ), None

        zeros = [jnp.zeros(shape) for shape in ((3 * m, 2 * m), 2 * m, (3 * m, m), m)]
        carry, _ = jax.lax.scan(step, (gradient, *zeros), (kept, places), reverse=True)
        first, d_gates, d_gates_bias, d_candidate, d_candidate_bias = carry
        weights = (
            d_gates.reshape(gates.shape), d_gates_bias, d_candidate.reshape(candidate.shape), d_candidate_bias,
        )
        return first, weights, None, None

    with_backward = jax.custom_vjp(time_steps)
    with_backward.defvjp(forward, backward)
    return with_backward


def torch_loss(case, form="grouped", compile=lambda function: function):
    """Returns loss(parameters of K seeds, batch) -> (objectives [K], reported losses [K]).

    form: 'grouped' is one grouped convolution of all seeds, 'gathered' a batched product.
    compile: applied to a time step; all n of them at once would take many minutes to compile.
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

    @compile
    def advance(s, gates, gates_bias, candidate, candidate_bias, mask):
        """One time step: the next state and its saturation [K]."""
        seeds = gates.shape[0]
        x = convolve(s, gates, gates_bias, seeds)
        reset, gate = halves((0.5 * x + 0.5).clamp(0, 1), seeds)
        y = convolve(reset * s, candidate, candidate_bias, seeds)
        c = y.clamp(-1, 1)
        if mask is not None:
            c = c * mask
        return c + gate * (shift(s, seeds) - c), saturation(x, seeds) + saturation(y, seeds)

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
        weights = gates, gates_bias, unit("candidate/kernel"), unit("candidate/bias")
        for t in range(n):
            mask = None
            if dropped:
                mask = dropped[0][dropped[1][t] + row].reshape(count, n, m)
                if form == "grouped":
                    mask = mask.mT[:, None].expand(-1, seeds, -1, -1).reshape(s.shape)
            s, more = advance(s, *weights, mask)
            saturated = saturated + more
        if form == "grouped":
            s = s.reshape(count, seeds, m, n).permute(1, 0, 3, 2)
        flat = s.reshape(seeds, count * n, m)
        logits = torch.baddbmm(parameters["output/bias"][:, None], flat, parameters["output/kernel"].mT)
        logs = log_softmax(logits, 2).reshape(seeds, count, n, alphabet)
        values = (-(logs * expected).sum((2, 3)) / expected.sum((1, 2))).mean(1)
        return values + cost / (n * n * count) * saturated, values

    return loss
