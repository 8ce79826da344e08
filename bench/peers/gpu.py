"""Times the three models on one GPU (or, to try it, a CPU) against the number of seeds.

Prints a JSON line for each measurement as it is made, then a Markdown table. Cheap models come
first, and narrow populations before wide ones, so that a short budget still gives a table.
"""

import argparse
import gc
import json
import os
import signal
import sys
import time

os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")  # PyTorch shares the device.
os.environ.setdefault("XLA_PYTHON_CLIENT_ALLOCATOR", "platform")  # Memory is given back.

import numpy as np

import neural_gpu
import npi
import nram
import reference

CASES = {"nram": nram, "npi": npi, "neural-gpu-24": neural_gpu}
WIDTHS = [1, 8, 32, 128, 512, 2048, 8192]
# Compilation takes longest, so it comes last.
FRAMEWORKS = ["torch-eager", "torch-graph", "jax-vmap", "torch-compile"]
LONGEST_STEP = 10  # Seconds; wider populations are skipped beyond it.
TIMED = 1.0  # Seconds of steps per measurement, at least three steps.


def case_batch(case):
    return CASES[case.name].batch(case)


def seconds_per_step(step, synchronize):
    """Median of the time of single steps, in chunks where a step is short."""
    step()
    synchronize()
    started = time.perf_counter()
    step()
    synchronize()
    one = time.perf_counter() - started
    if one > LONGEST_STEP:
        return one
    chunk = max(1, min(50, int(0.05 / max(one, 1e-6))))
    times = []
    until = time.perf_counter() + TIMED
    while len(times) < 3 or time.perf_counter() < until:
        started = time.perf_counter()
        for _ in range(chunk):
            step()
        synchronize()
        times.append((time.perf_counter() - started) / chunk)
        if sum(times) > LONGEST_STEP:
            break
    return float(np.median(times))


class Torch:
    """PyTorch, all seeds batched: eager, as a captured CUDA graph, or compiled."""

    def __init__(self, kind, device):
        import torch

        self.torch, self.kind, self.device = torch, kind, device
        torch.set_float32_matmul_precision("highest")
        if device == "cpu":
            torch.set_num_threads(1)

    def synchronize(self):
        if self.device == "cuda":
            self.torch.cuda.synchronize()

    def training(self, case, width):
        import step_torch

        torch = self.torch
        compile = whole = lambda function: function
        if self.kind == "torch-compile":
            torch._dynamo.reset()
            mode = "reduce-overhead" if self.device == "cuda" else None
            compile = whole = lambda function: torch.compile(function, mode=mode)
        options = {}
        compiled = self.kind == "torch-compile"
        if case.name.startswith("neural-gpu") and (compiled or self.device == "cuda"):
            options["form"] = "gathered"
        if compiled and case.name != "npi":
            # Single time steps, as all of them take too long to compile. CUDA graphs of single
            # time steps would overwrite each other's results.
            compile = torch.compile
            whole = lambda function: function
            options["compile"] = compile
        loss = CASES[case.name].torch_loss(case, **options)
        rows = torch.tensor(case.population(width), device=self.device)
        batch = tuple(torch.tensor(x, device=self.device) for x in case_batch(case))
        training = step_torch.Training(loss, case.shapes, rows, compile, whole)
        if self.kind == "torch-graph":
            return self.captured(training, batch)

        def step():
            if self.kind == "torch-compile":
                torch.compiler.cudagraph_mark_step_begin()
            training.step(batch)

        return step

    def captured(self, training, batch):
        """A step captured once and replayed; bias correction is fixed, which changes no time."""
        torch = self.torch
        corrections = torch.ones(2, device=self.device)

        def whole():
            _, gradient = training.gradients(batch)
            with torch.no_grad():
                training.adam(training.rows.detach(), gradient, training.first, training.second, corrections)

        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                whole()
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            whole()
        return graph.replay

    def start_of_memory(self):
        if self.device == "cuda":
            self.torch.cuda.empty_cache()
            self.torch.cuda.reset_peak_memory_stats()

    def peak_mib(self):
        if self.device == "cuda":
            return self.torch.cuda.max_memory_allocated() / 2**20
        return None


class Jax:
    """JAX, mapped over seeds by vmap."""

    def __init__(self, kind, device):
        import jax

        self.jax = jax
        self.losses = None
        # TensorFloat-32 would not be the same arithmetic.
        jax.config.update("jax_default_matmul_precision", "highest")
        self.device = jax.devices("gpu" if device == "cuda" else "cpu")[0]

    def synchronize(self):
        self.jax.block_until_ready(self.losses)

    def training(self, case, width):
        import step_jax

        jax = self.jax
        with jax.default_device(self.device):
            loss = CASES[case.name].jax_loss(case)
            state = step_jax.start(case.unflatten(case.population(width)))
            batch = tuple(jax.device_put(x, self.device) for x in case_batch(case))
        compiled = step_jax.training_step(loss, "vmap").lower(state, batch).compile()
        memory = compiled.memory_analysis()
        self.peak = sum(
            getattr(memory, f"{kind}_size_in_bytes", 0) for kind in ("argument", "temp")
        ) / 2**20
        holder = [state]
        del state

        def step():
            holder[0], self.losses = compiled(holder[0], batch)

        return step

    def start_of_memory(self):
        self.losses = None

    def peak_mib(self):
        """Arguments and temporaries as XLA plans them; outputs reuse the arguments' memory."""
        return self.peak


def measure(framework, case, width):
    framework.start_of_memory()
    started = time.perf_counter()
    step = framework.training(case, width)
    step()
    framework.synchronize()
    ready = time.perf_counter() - started
    seconds = seconds_per_step(step, framework.synchronize)
    peak = framework.peak_mib()
    return {
        "ms_per_step": 1e3 * seconds,
        "us_per_seed_step": 1e6 * seconds / width,
        "peak_mib": peak,
        "seconds_to_first_step": ready,
    }


def table(rows):
    lines = [
        "| model | framework | K | ms per step | µs per seed-step | peak MiB | seconds to the first step |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        start = f"| {row['model']} | {row['framework']} | {row['K']} "
        if "error" in row:
            lines.append(start + f"| {row['error'].splitlines()[0][:60]} | | | |")
            continue
        peak = "" if row["peak_mib"] is None else f"{row['peak_mib']:,.0f}"
        lines.append(
            start + f"| {row['ms_per_step']:.4g} | {row['us_per_seed_step']:.4g} | {peak} "
            f"| {row['seconds_to_first_step']:.3g} |"
        )
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reference", required=True, metavar="DIR", help="written by 'bench/run peer-reference'")
    parser.add_argument("--device", choices=["cuda", "cpu"], default="cuda")
    parser.add_argument("--minutes", type=float, default=9, help="total budget (default: 9)")
    parser.add_argument("--models", nargs="+", choices=list(CASES), default=list(CASES))
    parser.add_argument("--frameworks", nargs="+", choices=FRAMEWORKS, default=FRAMEWORKS)
    parser.add_argument("--widths", nargs="+", type=int, default=WIDTHS)
    parser.add_argument("--output", help="file that also gets the JSON lines")
    arguments = parser.parse_args()
    deadline = time.perf_counter() + 60 * arguments.minutes
    out = open(arguments.output, "a") if arguments.output else None
    rows = []

    def report(row):
        rows.append(row)
        for stream in filter(None, (sys.stdout, out)):
            print(json.dumps(row), file=stream, flush=True)

    def out_of_time(*_):
        raise TimeoutError("no time left")

    signal.signal(signal.SIGALRM, out_of_time)
    slowest = {}
    for kind in arguments.frameworks:
        for name in arguments.models:
            if time.perf_counter() > deadline:
                break
            if kind == "torch-graph" and arguments.device == "cpu":
                continue
            try:
                framework = (Jax if kind.startswith("jax") else Torch)(kind, arguments.device)
                case = reference.load(arguments.reference, name)
            except Exception as failure:
                report({"model": name, "framework": kind, "K": 0, "error": repr(failure)})
                continue
            for width in arguments.widths:
                left = deadline - time.perf_counter()
                # A wider population takes at least as long to start as the last one.
                if left < slowest.get((kind, name), 0):
                    report({"model": name, "framework": kind, "K": width, "error": "no time left"})
                    break
                started = time.perf_counter()
                row = {"model": name, "framework": kind, "K": width}
                signal.alarm(max(1, int(left)))
                try:
                    row |= measure(framework, case, width)
                except Exception as failure:
                    row["error"] = f"{type(failure).__name__}: {failure}"[:500]
                signal.alarm(0)
                report(row)
                slowest[kind, name] = time.perf_counter() - started
                gc.collect()
                if "error" in row or row["ms_per_step"] > 1e3 * LONGEST_STEP:
                    break
    print(table(sorted(rows, key=lambda row: arguments.models.index(row["model"]))), flush=True)


if __name__ == "__main__":
    main()
