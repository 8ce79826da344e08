"""A training step in PyTorch: gradient, clipping by each seed's norm, Adam, on flat rows [K, P]."""

import torch

LEARNING_RATE, BETA1, BETA2, EPSILON, CLIP = 0.02, 0.9, 0.999, 1e-8, 1.0


def views(rows, shapes):
    """Flat rows [K, P] as a dictionary of [K, shape...]."""
    sizes = [torch.Size(shape).numel() for shape in shapes.values()]
    parts = rows.split(sizes, 1)
    return {name: part.unflatten(1, shape) for (name, shape), part in zip(shapes.items(), parts)}


def on_rows(loss, shapes):
    """loss(parameters by name, batch) -> loss(rows, batch) -> (objectives, reported losses)."""

    def of(rows, batch):
        out = loss(views(rows, shapes), batch)
        return out if isinstance(out, tuple) else (out, out)

    return of


def adam(rows, gradient, first, second, corrections):
    """One step in place. corrections: 1 / (1 - beta1^t) and 1 / sqrt(1 - beta2^t), a tensor [2]."""
    norm = torch.linalg.vector_norm(gradient, dim=1, keepdim=True)
    gradient = gradient * (CLIP / norm.clamp(min=CLIP))
    first.lerp_(gradient, 1 - BETA1)
    second.mul_(BETA2).addcmul_(gradient, gradient, value=1 - BETA2)
    divisor = second.sqrt().mul_(corrections[1]).add_(EPSILON)
    rows.sub_(first / divisor * (LEARNING_RATE * corrections[0]))


class Training:
    """K seeds in training.

    compile: applied to the optimizer.
    whole: applied to the loss, and so to both passes; not where the loss compiles its own parts.
    """

    def __init__(self, loss, shapes, rows, compile=lambda function: function, whole=None):
        self.rows = rows.detach().requires_grad_()
        self.first, self.second = torch.zeros_like(rows), torch.zeros_like(rows)
        self.steps = 0
        self.loss = (whole or compile)(on_rows(loss, shapes))
        self.adam = compile(adam)

    def gradients(self, batch):
        """Losses [K] and their gradient [K, P]."""
        objectives, losses = self.loss(self.rows, batch)
        (gradient,) = torch.autograd.grad(objectives.sum(), self.rows)
        return losses.detach(), gradient

    def step(self, batch):
        losses, gradient = self.gradients(batch)
        self.steps += 1
        corrections = torch.tensor(
            [1 / (1 - BETA1**self.steps), (1 - BETA2**self.steps) ** -0.5], device=self.rows.device
        )
        with torch.no_grad():
            self.adam(self.rows.detach(), gradient, self.first, self.second, corrections)
        return losses
