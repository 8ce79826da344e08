/**
 * Sequence-to-sequence tasks on symbols, as learnt by the Neural GPU (Kaiser and Sutskever, ICLR
 * 2016).
 *
 * <pre>
 * SequenceTask ── ListTask: copy, reverse, sort, duplicate
 *              ├─ Arithmetic: badd, qadd, add, bmul, qmul, mul ◀── Operands, adversarial ones too
 *              └─ CarryChains: carry
 * </pre>
 */
package org.seedbed.task.sequence;
