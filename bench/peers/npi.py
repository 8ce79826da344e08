"""The Neural Programmer-Interpreter (Reed and de Freitas, ICLR 2016), teacher-forced on frames.

Frames are packed without padding: the first step of every frame, longest first, then the second
step of those that have one, and so on. Features come last: [columns, features].
"""

import numpy as np


def batch(case):
    """One-hot inputs [N, I], running programs [N, P], called programs and arguments, end signs."""
    sizes, arrays = case.sizes, case.arrays
    one_hot = lambda values, count: np.eye(count, dtype=np.float32)[values]
    fields = [one_hot(arrays["observation"][:, i], n) for i, n in enumerate(sizes["fields"])]
    choices = [sizes["programs"], *sizes["arguments"]]
    running, called = (
        [one_hot(arrays[name][:, i], n) for i, n in enumerate(choices)] for name in ("running", "called")
    )
    signs = 1 - 2 * arrays["ends"][:, 0].astype(np.float32)  # -1 where a frame ends
    return np.concatenate(fields + running[1:], 1), running[0], np.concatenate(called, 1), signs


def _head_sizes(case):
    return [1, case.sizes["embedding"], *case.sizes["arguments"]]


def jax_loss(case):
    """Returns loss(parameters of one seed, batch)."""
    import jax
    import jax.numpy as jnp

    columns = case.sizes["columns"]
    heads = np.cumsum(_head_sizes(case))[:-1]

    def dense(weights, x):
        return x @ weights[:, :-1].T + weights[:, -1]

    def lstm(parameters, name, x):
        sums = dense(parameters[name + "/input"], x)
        recurrent = parameters[name + "/state"].T
        states, first = [], 0
        for t, going in enumerate(columns):
            gates = sums[first : first + going]
            first += going
            if t > 0:
                gates = gates + states[-1][:going] @ recurrent
            into, forget, out, candidate = jnp.split(gates, 4, 1)
            written = jax.nn.sigmoid(into) * jnp.tanh(candidate)
            cell = written if t == 0 else jax.nn.sigmoid(forget) * cell[:going] + written
            states.append(jax.nn.sigmoid(out) * jnp.tanh(cell))
        return jnp.concatenate(states)

    def loss(parameters, examples):
        inputs, running, called, signs = examples
        encoded = jax.nn.relu(dense(parameters["encoder"], inputs))
        embedded = running @ parameters["programs/embeddings"].T
        x = jax.nn.relu(dense(parameters["fusion"], jnp.concatenate([encoded, embedded], 1)))
        x = lstm(parameters, "core/first", x)
        x = lstm(parameters, "core/second", x)
        end, key, *arguments = jnp.split(dense(parameters["heads"], x), heads, 1)
        logits = [key @ parameters["programs/keys"].T, *arguments]
        logs = jnp.concatenate([jax.nn.log_softmax(choice) for choice in logits], 1)
        return jnp.mean(jax.nn.softplus(end[:, 0] * signs) - jnp.sum(logs * called, 1))

    return loss


def torch_loss(case):
    """Returns loss(parameters of K seeds, batch) -> [K]."""
    import torch
    from torch.nn.functional import log_softmax, softplus

    columns = case.sizes["columns"]

    def dense(weights, x):
        return torch.baddbmm(weights[:, None, :, -1], x, weights[:, :, :-1].mT)

    def shared(weights, x):
        """The same input for all seeds, as one product."""
        k, out, _ = weights.shape
        return (weights.reshape(k * out, -1) @ x.T).reshape(k, out, -1).mT

    def lstm(parameters, name, x):
        sums = dense(parameters[name + "/input"], x)
        recurrent = parameters[name + "/state"].mT
        states, cell = [], None
        for part in sums.split(columns, 1):
            going = part.shape[1]
            if states:
                part = torch.baddbmm(part, states[-1][:, :going], recurrent)
            into, forget, out, candidate = part.chunk(4, 2)
            written = into.sigmoid() * candidate.tanh()
            cell = written if cell is None else forget.sigmoid() * cell[:, :going] + written
            states.append(out.sigmoid() * cell.tanh())
        return torch.cat(states, 1)

    def loss(parameters, examples):
        inputs, running, called, signs = examples
        encoder = parameters["encoder"]
        encoded = torch.relu(shared(encoder[:, :, :-1], inputs) + encoder[:, None, :, -1])
        embedded = shared(parameters["programs/embeddings"], running)
        x = torch.relu(dense(parameters["fusion"], torch.cat([encoded, embedded], 2)))
        x = lstm(parameters, "core/first", x)
        x = lstm(parameters, "core/second", x)
        end, key, *arguments = dense(parameters["heads"], x).split(_head_sizes(case), 2)
        logits = [key @ parameters["programs/keys"].mT, *arguments]
        logs = torch.cat([log_softmax(choice, 2) for choice in logits], 2)
        return (softplus(end[..., 0] * signs) - (logs * called).sum(2)).mean(1)

    return loss
