"""A training step in JAX: gradient, clipping by each seed's norm, Adam."""

import jax
import jax.numpy as jnp

LEARNING_RATE, BETA1, BETA2, EPSILON, CLIP = 0.02, 0.9, 0.999, 1e-8, 1.0


def start(parameters):
    """Parameters, both moments and the number of steps of K seeds."""
    parameters = jax.tree.map(jnp.array, parameters)
    zeros = lambda: jax.tree.map(jnp.zeros_like, parameters)
    return parameters, zeros(), zeros(), jnp.zeros((), jnp.float32)


def adam(parameters, gradients, first, second, t):
    squares = sum(jnp.sum(g * g) for g in jax.tree.leaves(gradients))
    scale = CLIP / jnp.maximum(jnp.sqrt(squares), CLIP)
    rate = LEARNING_RATE / (1 - BETA1**t)
    root = jax.lax.rsqrt(1 - BETA2**t)

    def one(p, g, m, v):
        g = g * scale
        m = BETA1 * m + (1 - BETA1) * g
        v = BETA2 * v + (1 - BETA2) * g * g
        return p - rate * m / (jnp.sqrt(v) * root + EPSILON), m, v

    updated = jax.tree.map(one, parameters, gradients, first, second)
    return jax.tree.transpose(jax.tree.structure(parameters), jax.tree.structure((0, 0, 0)), updated)


def _with_report(loss):
    """loss -> (objective, reported loss), for losses that return one number or both."""

    def both(parameters, batch):
        out = loss(parameters, batch)
        return out if isinstance(out, tuple) else (out, out)

    return jax.value_and_grad(both, has_aux=True)


def training_step(loss, over="vmap"):
    """Returns a jitted step(state, batch) -> (state, losses) of K seeds.

    over: 'vmap' runs all seeds at once, 'map' one after the other.
    """

    with_gradient = _with_report(loss)

    def seed(parameters, first, second, t, batch):
        (_, value), gradients = with_gradient(parameters, batch)
        return (*adam(parameters, gradients, first, second, t), value)

    def step(state, batch):
        parameters, first, second, t = state
        t = t + 1
        if over == "vmap":
            out = jax.vmap(seed, in_axes=(0, 0, 0, None, None))(parameters, first, second, t, batch)
        else:
            out = jax.lax.map(lambda s: seed(*s, t, batch), (parameters, first, second))
        return (*out[:3], t), out[3]

    return jax.jit(step, donate_argnums=0)


def gradients(loss, over="vmap"):
    """Returns a jitted function (parameters of K seeds, batch) -> (losses, gradients)."""
    with_gradient = _with_report(loss)

    def one(parameters, batch):
        (_, value), gradient = with_gradient(parameters, batch)
        return value, gradient

    if over == "vmap":
        return jax.jit(jax.vmap(one, in_axes=(0, None)))
    return jax.jit(lambda parameters, batch: jax.lax.map(lambda p: one(p, batch), parameters))
