"""The Neural RAM (Kurach, Andrychowicz and Sutskever, ICLR 2016) with a feed-forward controller.

Distributions over M integers are [M, L]; the memory is [M cells, M values, L]. L is the batch in
JAX, where seeds are mapped over, and seeds times batch in PyTorch. Lanes come last, so that
element-wise work is vectorized over them.
"""

from dataclasses import dataclass

import numpy as np

# Modules in order, with their numbers of arguments.
MODULES = [
    ("read", 1), ("zero", 0), ("one", 0), ("two", 0), ("inc", 1), ("add", 2), ("sub", 2),
    ("dec", 1), ("less", 2), ("less_or_equal", 2), ("equal", 2), ("min", 2), ("max", 2),
    ("write", 2),
]
TRUTHS = {"less", "less_or_equal", "equal"}


@dataclass(frozen=True)
class Layout:
    """Where the logits of each selector are in the controller's output."""

    registers: int

    @property
    def choices(self):
        """Number of choices of each selector: arguments of modules, then registers."""
        r = self.registers
        arguments = [r + i for i, (_, count) in enumerate(MODULES) for _ in range(count)]
        return arguments + [r + len(MODULES)] * r

    @property
    def widest(self):
        return self.registers + len(MODULES)

    def padded_rows(self):
        """Row of the output layer for each (selector, choice), padded to the widest; and a mask.

        The last row is the willingness to finish.
        """
        choices = self.choices
        offsets = np.cumsum([0] + choices)
        column = np.arange(self.widest)
        real = column < np.array(choices)[:, None]
        rows = np.where(real, offsets[:-1, None] + column, 0)
        return np.append(rows.ravel(), offsets[-1]), np.append(real.ravel(), True)


def batch(case):
    """The batch as one-hot arrays: memory and expected [M, M, B], and cells not asked for [M, B]."""
    values = np.arange(case.sizes["modulus"])
    memory, expected = case.arrays["memory"].T, case.arrays["expected"].T  # [cell, example]
    one_hot = lambda cells: (cells[:, None] == values[None, :, None]).astype(np.float32)
    return one_hot(memory), one_hot(expected), (expected < 0).astype(np.float32)


# ---------------------------------------------------------------------------------------- JAX


def jax_loss(case, form="sums", scan=True):
    """Returns loss(parameters of one seed, batch).

    form: how values are weighed by selectors. 'sums' multiplies and reduces, 'products' are batched
    matrix products, 'unrolled' are chains of additions; 'a+b' uses b for the outputs of modules.
    XLA's CPU backend fuses a chain into whatever uses it and computes it again for each element of
    a broadcast, while it keeps the result of a reduction. So sums are fastest there.
    """
    import jax
    import jax.numpy as jnp

    m, r, steps = (case.sizes[key] for key in ("modulus", "registers", "time_steps"))
    floor = case.sizes["probability_floor"]
    layout = Layout(r)
    _, real = layout.padded_rows()
    selectors = len(layout.choices)
    index = np.arange(m)
    lower = (index[None, :] <= index[:, None]).astype(np.float32)  # [v, i]: i <= v
    strict = (index[None, :] < index[:, None]).astype(np.float32)

    def chain(terms):
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        return total

    def choose_unrolled(w, v):
        """[S, n, L], [n, M, L] -> [S, M, L]."""
        return chain([w[:, j, None] * v[j] for j in range(v.shape[0])])

    def choose_back(saved, g):
        w, v = saved
        dw = chain([g[:, None, i] * v[:, i] for i in range(v.shape[1])])
        dv = chain([w[s, :, None] * g[s] for s in range(w.shape[0])])
        return dw, dv

    def matrix_unrolled(constant, x):
        return chain([constant[:, i, None] * x[i] for i in range(x.shape[0])])

    def inner_unrolled(a, b):
        return chain([a[i] * b[i] for i in range(a.shape[0])])

    def add_unrolled(a, b):
        """Distribution of a + b: sum over i of a[i] * b[v - i]."""
        twice = jnp.concatenate([b, b])
        return chain([a[i] * twice[m - i : 2 * m - i] for i in range(m)])

    def correlate(a, g):
        """Sum over v of g[v] * a[v - u], for each u."""
        twice = jnp.concatenate([g, g])
        return chain([a[i] * twice[i : i + m] for i in range(m)])

    def write_plain(memory, w, a):
        return memory + w[:, None] * (a[None] - memory)

    def write_back(saved, g):
        memory, w, a = saved
        difference = a[None] - memory
        dw = chain([g[:, i] * difference[:, i] for i in range(m)])
        da = chain([g[p] * w[p] for p in range(m)])
        return g * (1 - w[:, None]), dw, da

    def with_back(function, back):
        wrapped = jax.custom_vjp(function)
        wrapped.defvjp(lambda *arguments: (function(*arguments), arguments), back)
        return wrapped

    inner = with_back(inner_unrolled, lambda saved, g: (g * saved[1], g * saved[0]))
    add = with_back(add_unrolled, lambda saved, g: (correlate(saved[1], g), correlate(saved[0], g)))
    sub = with_back(
        correlate, lambda saved, g: (correlate(g, saved[1]), add_unrolled(saved[0], g))
    )
    write = with_back(write_plain, write_back)
    forms = {
        "unrolled": with_back(choose_unrolled, choose_back),
        "products": lambda w, v: jnp.einsum("snl,nml->sml", w, v),
        "sums": lambda w, v: jnp.sum(w[:, :, None] * v[None], 1),
    }
    choose, choose_late = (forms[name] for name in (form.split("+") * 2)[:2])

    def linear(constant):
        function = jax.custom_vjp(lambda x: matrix_unrolled(constant, x))
        function.defvjp(
            lambda x: (matrix_unrolled(constant, x), None),
            lambda _, g: (matrix_unrolled(constant.T, g),),
        )
        return function

    up_to, below = linear(lower), linear(strict)  # sums over i <= v, i < v
    from_on, above = linear(lower.T), linear(strict.T)  # sums over i >= v, i > v
    @jax.custom_vjp
    def softmax(x):
        """Over the second axis."""
        e = jnp.exp(x - jnp.max(x, 1, keepdims=True))
        return e / jnp.sum(e, 1, keepdims=True)

    def softmax_forward(x):
        w = softmax(x)
        return w, w

    def softmax_back(w, g):
        product = w * g
        return (product - w * jnp.sum(product, 1, keepdims=True),)

    softmax.defvjp(softmax_forward, softmax_back)

    choose_one = lambda w, v: choose(w[None], v)[0]

    act = {
        "inc": lambda a: jnp.concatenate([a[-1:], a[:-1]]),
        "dec": lambda a: jnp.concatenate([a[1:], a[:1]]),
        "add": add,
        "sub": lambda a, b: sub(b, a),
        "less": lambda a, b: inner(a, above(b)),
        "less_or_equal": lambda a, b: inner(a, from_on(b)),
        "equal": inner,
        "min": lambda a, b: a * from_on(b) + b * above(a),
        "max": lambda a, b: a * up_to(b) + b * below(a),
    }

    groups = [count for _, count in MODULES[4:]] + [r]
    truth = lambda p: jnp.concatenate([(1 - p)[None], p[None], jnp.zeros((m - 2, *p.shape))])

    def circuit(registers, memory, w):
        """One time step on registers [R, M, L] with selectors [S, R + 14, L]."""
        of_read, w = jax.lax.split(w, (1, selectors - 1), 0)
        read = choose_one(of_read[0, :r], registers)
        read = choose_one(read, memory)
        # One operation weights registers and READ for all selectors; 0, 1 and 2 need no product.
        early, constants, late = jax.lax.split(w, (r + 1, 3, len(MODULES) - 4), 1)
        known = choose(early, jnp.concatenate([registers, read[None]]))
        known = known + jnp.pad(constants, ((0, 0), (0, m - 3), (0, 0)))
        known = jax.lax.split(known, groups, 0)
        late = jax.lax.split(late, groups, 0)
        outputs = []
        for (name, count), sums, weights in zip(MODULES[4:], known, late):
            if outputs:
                sums = sums + choose_late(weights[:, : len(outputs)], jnp.stack(outputs))
            arguments = sums
            if name == "write":
                memory = write(memory, arguments[0], arguments[1])
            else:
                output = act[name](*arguments)
                outputs.append(truth(output) if name in TRUTHS else output)
        registers = known[-1] + choose_late(late[-1][:, :-1], jnp.stack(outputs))
        # The last output, WRITE's, is 0.
        registers = registers + jnp.pad(late[-1][:, -1:], ((0, 0), (0, m - 1), (0, 0)))
        return registers, memory

    def loss(parameters, examples):
        hidden = parameters["controller/hidden"]
        output, bias = padded(parameters["controller/output"])
        return jnp.mean(run(hidden, output, bias, examples))

    def padded(output):
        """Weights and biases with selectors padded to the widest, which pads all logits at once."""
        *parts, finish = jax.lax.split(output, layout.choices + [1], 0)
        parts = [jnp.pad(part, ((0, layout.widest - len(part)), (0, 0))) for part in parts]
        output = jnp.concatenate([*parts, finish])
        return output[:, :-1], jnp.where(real, output[:, -1], -jnp.inf)[:, None]

    def time_steps(hidden, output, bias, examples, added):
        """Losses [L], and the hidden layer at each step. `added` [T, O, L] is added to the logits."""
        memory, expected, free = examples
        lanes = memory.shape[2]

        def step(carry, at):
            registers, memory, left, loss = carry
            last, added = at
            h = jax.nn.relu(hidden[:, :-1] @ registers[:, 0] + hidden[:, -1:])
            logits = output @ h + bias + added
            table = logits[:-1].reshape(selectors, layout.widest, lanes)
            w = softmax(table)
            registers, memory = circuit(registers, memory, w)
            finish = jnp.where(last, 1, jax.nn.sigmoid(logits[-1]))
            share = left * finish
            right = jnp.sum(memory * expected, 1) + free
            wrong = -jnp.sum(jnp.log(jnp.maximum(right, floor)), 0)
            return (registers, memory, left - share, loss + share * wrong), h

        zero = (index == 0).astype(np.float32)[None, :, None]
        carry = (jnp.broadcast_to(zero, (r, m, lanes)), memory, jnp.ones(lanes), jnp.zeros(lanes))
        last = np.arange(steps) == steps - 1
        if scan:
            carry, hs = jax.lax.scan(step, carry, (last, added))
            return carry[3], hs
        hs = []
        for t in range(steps):
            carry, h = step(carry, (bool(last[t]), added[t]))
            hs.append(h)
        return carry[3], jnp.stack(hs)

    # The gradient of the output layer as one product over all time steps, not one for each.
    @jax.custom_vjp
    def run(hidden, output, bias, examples):
        added = jnp.zeros((steps, len(real), examples[0].shape[2]))
        return time_steps(hidden, output, bias, examples, added)[0]

    def run_forward(hidden, output, bias, examples):
        added = jnp.zeros((steps, len(real), examples[0].shape[2]))
        of = lambda hidden, added: time_steps(hidden, output, bias, examples, added)
        losses, back, hs = jax.vjp(of, hidden, added, has_aux=True)
        return losses, (back, hs)

    def run_back(saved, g):
        back, hs = saved
        d_hidden, d_logits = back(g)
        d_output = jnp.einsum("tol,thl->oh", d_logits, hs)
        return d_hidden, d_output, jnp.sum(d_logits, (0, 2))[:, None], None

    run.defvjp(run_forward, run_back)

    return loss


# ------------------------------------------------------------------------------------ PyTorch


def torch_loss(case, form="sums", compile=lambda function: function):
    """Returns loss(parameters of K seeds, batch) -> [K], on lanes of all seeds, L = K B.

    form: 'sums' weighs values by broadcast products and sums, 'products' by batched products.
    compile: applied to a time step; all of them at once take minutes to compile.
    """
    import torch

    m, r, steps = (case.sizes[key] for key in ("modulus", "registers", "time_steps"))
    floor = case.sizes["probability_floor"]
    layout = Layout(r)
    rows, real = (torch.tensor(x) for x in layout.padded_rows())
    selectors = len(layout.choices)
    groups = [count for _, count in MODULES[4:]] + [r]
    index = torch.arange(m)
    lower = (index[None, :] <= index[:, None]).float()  # [v, i]: i <= v
    strict = (index[None, :] < index[:, None]).float()
    zero_row = (index == 0).float()[:, None]
    one_hot = torch.nn.functional.one_hot
    sums_of = one_hot((index[None, :] - index[:, None]) % m, m).float()  # [i, v] picks v - i
    differences_of = one_hot((index[:, None] - index[None, :]) % m, m).float()  # picks i - v
    by_device = {}

    def on(device):
        """The constants on a device."""
        if device not in by_device:
            every = rows, real, lower, strict, zero_row, sums_of.flatten(0, 1), differences_of.flatten(0, 1)
            by_device[device] = [x.to(device) for x in every]
        return by_device[device]

    def choose(w, v):
        """[S, n, L], [n, M, L] -> [S, M, L]."""
        if form == "products":
            return torch.einsum("snl,nml->sml", w, v)
        return (w[:, :, None] * v).sum(1)

    def truth(p):
        return torch.cat([(1 - p)[None], p[None], p.new_zeros(m - 2, *p.shape)])

    @compile
    def advance(registers, memory, hidden, output, bias, expected, free, constants):
        """One time step: registers, memory, the logit of finishing and the loss of each lane."""
        lower, strict, zero_row, sums_of, differences_of = constants
        seeds, lanes = hidden.shape[0], memory.shape[2]
        act = {
            "inc": lambda a: torch.cat([a[-1:], a[:-1]]),
            "dec": lambda a: torch.cat([a[1:], a[:1]]),
            "add": lambda a, b: (a[:, None] * (sums_of @ b).unflatten(0, (m, m))).sum(0),
            "sub": lambda a, b: (a[:, None] * (differences_of @ b).unflatten(0, (m, m))).sum(0),
            "less": lambda a, b: truth((a * (strict.T @ b)).sum(0)),
            "less_or_equal": lambda a, b: truth((a * (lower.T @ b)).sum(0)),
            "equal": lambda a, b: truth((a * b).sum(0)),
            "min": lambda a, b: a * (lower.T @ b) + b * (strict.T @ a),
            "max": lambda a, b: a * (lower @ b) + b * (strict @ a),
        }

        def circuit(registers, memory, w):
            """One time step on registers [R, M, L] with selectors [S, R + 14, L]."""
            of_read, w = w.split([1, selectors - 1])
            pointer = choose(of_read[:, :r], registers)[0]
            read = (memory * pointer[:, None]).sum(0)
            early, certain, late = w.split([r + 1, 3, len(MODULES) - 4], 1)
            known = choose(early, torch.cat([registers, read[None]]))
            known = known + torch.nn.functional.pad(certain, (0, 0, 0, m - 3))
            known, late = known.split(groups), late.split(groups)
            outputs = []
            for (name, count), sums, weights in zip(MODULES[4:], known, late):
                if outputs:
                    sums = sums + choose(weights[:, : len(outputs)], torch.stack(outputs))
                arguments = sums.unbind()
                if name == "write":
                    pointer, value = arguments
                    memory = memory + pointer[:, None] * (value - memory)
                else:
                    outputs.append(act[name](*arguments))
            outputs.append(zero_row.expand(m, lanes))  # WRITE's output.
            return known[-1] + choose(late[-1], torch.stack(outputs)), memory

        x = registers[:, 0].unflatten(1, (seeds, -1)).transpose(0, 1)
        h = torch.relu(torch.baddbmm(hidden[:, :, -1:], hidden[:, :, :-1], x))
        logits = torch.baddbmm(bias, output, h).transpose(0, 1).reshape(-1, lanes)
        w = torch.softmax(logits[:-1].unflatten(0, (selectors, layout.widest)), 1)
        registers, memory = circuit(registers, memory, w)
        right = (memory * expected).sum(1) + free
        return registers, memory, logits[-1], -right.clamp(min=floor).log().sum(0)

    def loss(parameters, examples):
        memory, expected, free = examples
        seeds, batch = parameters["controller/hidden"].shape[0], memory.shape[2]
        rows, real, *constants = on(memory.device)
        zero_row = constants[2]
        lanes = seeds * batch
        memory, expected, free = (x.repeat(*[1] * (x.dim() - 1), seeds) for x in (memory, expected, free))
        hidden = parameters["controller/hidden"]
        # Padding the weights once pads the logits of every time step.
        output = parameters["controller/output"].index_select(1, rows)
        bias = output[:, :, -1:].masked_fill(~real[:, None], -torch.inf)
        output = output[:, :, :-1]

        registers = zero_row.expand(r, m, lanes)
        left = memory.new_ones(lanes)
        total = memory.new_zeros(lanes)
        for t in range(steps):
            registers, memory, finish, wrong = advance(
                registers, memory, hidden, output, bias, expected, free, constants
            )
            share = left if t + 1 == steps else left * torch.sigmoid(finish)
            left = left - share
            total = total + share * wrong
        return total.unflatten(0, (seeds, batch)).mean(1)

    return loss
