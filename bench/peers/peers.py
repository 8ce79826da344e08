"""Peers of Seedbed's training step in JAX and PyTorch: `peers.py check` and `peers.py serve`."""

import argparse
import json
import os
import subprocess
import sys
import time

import numpy as np

import neural_gpu
import npi
import nram
import reference

PEERS = ["jax-vmap", "jax-map", "torch-compile", "torch-eager"]
MODELS = ["nram", "npi", "neural-gpu"]
TOLERANCE = 1e-5
ONE_THREAD = ["--xla_cpu_multi_thread_eigen=false", "intra_op_parallelism_threads=1"]


# Fastest for these models, of XLA's choices of emitters and libraries; see README.md.
XLA_FLAGS_OF = {
    "nram": ["--xla_cpu_use_fusion_emitters=false", "--xla_cpu_experimental_ynn_fusion_type="],
    "neural-gpu": ["--xla_cpu_use_fusion_emitters=false"],
    "npi": [],
}


def module_of(name):
    return {"nram": nram, "npi": npi}.get(name, neural_gpu)


def use_one_thread(peer, denormals, model=None):
    """Call before the first use of the framework. Flags in XLA_FLAGS replace those here."""
    if peer.startswith("jax"):
        flags = os.environ.get("XLA_FLAGS", "").split() or XLA_FLAGS_OF.get(model, [])
        # XLA reads no flag after the first word without dashes.
        os.environ["XLA_FLAGS"] = " ".join(flags + ONE_THREAD)
        import jax

        # A step runs in the calling thread.
        jax.config.update("jax_cpu_enable_async_dispatch", False)
    else:
        import torch

        torch.set_num_threads(1)
        torch.set_flush_denormal(denormals == "flush")


def flushes_denormals(peer):
    """Whether the framework, as set up, turns results below the smallest normal number to zero."""
    if peer.startswith("jax"):
        import jax
        import jax.numpy as jnp

        product = jax.jit(lambda x: x * jnp.float32(0.5))(jnp.full(64, np.finfo(np.float32).tiny))
    else:
        import torch

        product = torch.full((64,), torch.finfo(torch.float32).tiny) * 0.5
    return float(np.asarray(product).max()) == 0


def loss_of(case, peer, options):
    """The loss in the peer's framework; `options` are those of the model's jax_loss or torch_loss."""
    module = module_of(case.name)
    build = module.jax_loss if peer.startswith("jax") else module.torch_loss
    return build(case, **options)


class JaxTraining:
    """K seeds in training under jit."""

    def __init__(self, case, peer, options, rows, batch):
        import step_jax

        over = peer.removeprefix("jax-")
        loss = loss_of(case, peer, options)
        self.case, self.batch = case, tuple(batch)
        self.state = step_jax.start(case.unflatten(rows))
        self.of_gradients = step_jax.gradients(loss, over)
        self.of_step = step_jax.training_step(loss, over)

    def gradients(self):
        losses, gradients = self.of_gradients(self.state[0], self.batch)
        return np.asarray(losses), self.case.flatten(gradients)

    def step(self, drawn=()):
        self.state, losses = self.of_step(self.state, self.batch + tuple(drawn))
        losses.block_until_ready()


class TorchTraining:
    """K seeds in training, eager or compiled."""

    def __init__(self, case, peer, options, rows, batch):
        import step_torch
        import torch

        compile = whole = lambda function: function
        if peer == "torch-compile":
            compile = torch.compile
            if case.name.startswith("neural-gpu"):
                # Inductor cannot lower the grouped convolution.
                options.setdefault("form", "gathered")
            if case.name == "npi" or options.pop("whole", False):
                whole = compile
            else:
                options = {**options, "compile": compile}
        self.as_tensor = torch.as_tensor
        self.batch = tuple(torch.as_tensor(x) for x in batch)
        loss = loss_of(case, peer, options)
        self.training = step_torch.Training(loss, case.shapes, torch.tensor(rows), compile, whole)

    def gradients(self):
        losses, gradients = self.training.gradients(self.batch)
        return losses.numpy(), gradients.numpy()

    def step(self, drawn=()):
        self.training.step(self.batch + tuple(self.as_tensor(x) for x in drawn))


def training_of(case, peer, options, rows):
    kind = JaxTraining if peer.startswith("jax") else TorchTraining
    return kind(case, peer, options, rows, module_of(case.name).batch(case))


def check(arguments):
    """Checks one peer on one model."""
    use_one_thread(arguments.peer, "flush", arguments.model)
    worst = 0
    for name in reference.names(arguments.reference):
        if not name.startswith(arguments.model):
            continue
        case = reference.load(arguments.reference, name)
        expected = case.arrays
        rows = expected["parameters"]
        losses, gradients = training_of(case, arguments.peer, options_of(arguments, name), rows).gradients()
        errors = {}
        for kind, found in (("losses", losses), ("gradients", gradients)):
            absolute = float(np.max(np.abs(found - expected[kind])))
            errors[kind] = {"relative": absolute / float(np.max(np.abs(expected[kind]))), "absolute": absolute}
            worst = max(worst, errors[kind]["relative"])
        print(json.dumps({"case": name, "peer": arguments.peer, **errors}), flush=True)
    if not worst <= TOLERANCE:
        sys.exit(1)


def serve(arguments):
    """Trains for as long as each line of the standard input says."""
    use_one_thread(arguments.peer, arguments.denormals, arguments.model)
    name = arguments.model
    if name == "neural-gpu":
        name += f"-{arguments.maps}"
    case = reference.load(arguments.reference, name)
    started = time.perf_counter()
    training = training_of(
        case, arguments.peer, options_of(arguments, name), case.population(arguments.width)
    )
    random = np.random.default_rng(1)
    draw = lambda: ()
    if arguments.model == "neural-gpu" and arguments.keep < 1:
        draw = lambda: neural_gpu.dropout(case, arguments.keep, random)
    training.step(draw())
    compiled = time.perf_counter() - started
    for _ in range(2):
        training.step(draw())
    answer = lambda **values: print(json.dumps(values), flush=True)
    answer(
        ready=True,
        compile_seconds=round(compiled, 2),
        flushes_denormals=flushes_denormals(arguments.peer),
    )
    for line in sys.stdin:
        if not line.strip():
            continue
        wall, cpu, steps = time.perf_counter(), time.process_time(), 0
        while steps == 0 or time.perf_counter() - wall < float(line):
            training.step(draw())
            steps += 1
        milliseconds = 1e3 / (steps * arguments.width)
        answer(
            cpu_ms_per_seed_step=(time.process_time() - cpu) * milliseconds,
            wall_ms_per_seed_step=(time.perf_counter() - wall) * milliseconds,
            steps=steps,
        )


def options_of(arguments, name):
    """Options of the loss: what the command line asks for, else the function's own defaults."""
    options = {}
    if arguments.whole and arguments.peer == "torch-compile" and name != "npi":
        options["whole"] = True
    if arguments.form:
        options["form"] = arguments.form
    if arguments.scan is not None and arguments.peer.startswith("jax") and name != "npi":
        options["scan"] = arguments.scan
    return options


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--form", help="a formulation named in the model's file (default: the fastest)")
    common.add_argument("--scan", action=argparse.BooleanOptionalAction, default=None,
                        help="JAX: whether time is a lax.scan or unrolled")
    common.add_argument("--unroll", dest="scan", action="store_false", help="same as --no-scan")
    common.add_argument("--whole", action="store_true",
                        help="torch-compile: the whole loss at once, not a time step; takes minutes to compile")

    verb = verbs.add_parser("check", parents=[common], help=check_each.__doc__)
    verb.add_argument("reference", metavar="REFERENCE_DIR")
    verb.add_argument("--model", choices=MODELS, help="only this model")
    verb.add_argument("--peer", choices=PEERS, help="only this peer (default: each in turn)")
    verb.set_defaults(run=check_each)

    verb = verbs.add_parser("serve", parents=[common], help=serve.__doc__)
    verb.add_argument("--model", choices=MODELS, required=True)
    verb.add_argument("--peer", choices=PEERS, required=True)
    verb.add_argument("--width", type=int, required=True, metavar="K")
    verb.add_argument("--reference", required=True, metavar="DIR")
    verb.add_argument("--maps", type=int, default=24, help="neural-gpu: which case (default: 24)")
    verb.add_argument("--keep", type=float, default=0.9,
                      help="neural-gpu: dropout keep probability (default: 0.9; 1 is without)")
    verb.add_argument("--denormals", choices=["flush", "keep"], default="flush",
                      help="PyTorch: what happens to results below 1.2e-38; XLA always flushes them")
    verb.set_defaults(run=serve)
    arguments = parser.parse_args()
    arguments.run(arguments)


def check_each(arguments):
    """Compares losses and gradients with the reference, each peer and model in its own process."""
    if arguments.peer and arguments.model:
        return check(arguments)
    codes = [
        subprocess.run([sys.executable, *sys.argv, "--peer", peer, "--model", model]).returncode
        for peer in ([arguments.peer] if arguments.peer else PEERS)
        for model in ([arguments.model] if arguments.model else MODELS)
    ]
    sys.exit(max(codes))


if __name__ == "__main__":
    main()
