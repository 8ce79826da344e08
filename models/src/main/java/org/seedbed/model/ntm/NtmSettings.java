package org.seedbed.model.ntm;

import org.seedbed.task.Bounds;

/**
 * Settings of a Neural Turing Machine.
 *
 * @param controllerSize H: number of LSTM cells of the controller, 1 to 4096
 * @param cells N: number of cells of the memory, 3 to 4096
 * @param cellSize W: numbers in a cell, 1 to 1024
 * @param readHeads number of heads that read, 1 to 64
 * @param writeHeads number of heads that write, 1 to 64
 * @param memory what the memory holds at first
 * @param learntAddresses whether the heads begin at learnt places; else at none
 * @param clip largest absolute value of the heads' parameters, before their nonlinearities, and of
 *     the output's logits, 0.01 to 1000
 */
public record NtmSettings(
    int controllerSize,
    int cells,
    int cellSize,
    int readHeads,
    int writeHeads,
    FirstMemory memory,
    boolean learntAddresses,
    double clip) {
  /** What the memory holds at first (Collier and Beel, ICANN 2018). */
  public enum FirstMemory {
    /** 10⁻⁶ everywhere. */
    CONSTANT,
    /** Learnt from 10⁻⁶ everywhere. */
    LEARNT_CONSTANT,
    /** Drawn from ±1 / √(N + W) for each seed. It has no gradient; gradient noise moves it. */
    RANDOM,
    /** Learnt from ±1 / √(N + W). */
    LEARNT
  }

  public NtmSettings {
    Bounds.check("controllerSize", controllerSize, 1, 4096);
    Bounds.check("cells", cells, 3, 4096);
    Bounds.check("cellSize", cellSize, 1, 1024);
    Bounds.check("readHeads", readHeads, 1, 64);
    Bounds.check("writeHeads", writeHeads, 1, 64);
    Bounds.check(clip >= 0.01 && clip <= 1000, "clip", clip, "in [0.01, 1000]");
  }
}
