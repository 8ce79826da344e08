/**
 * Tasks from a sequence of symbols to a sequence of symbols, as the Neural GPU learns them (Kaiser
 * and Sutskever, ICLR 2016).
 *
 * <pre>
 * SequenceTask ── ListTask: copy, reverse, sort, duplicate
 *              ├─ Arithmetic: badd, qadd, add, bmul, qmul, mul ◀── Operands, adversarial ones too
 *              └─ CarryChains: carry
 * </pre>
 */
package org.seedbed.task.sequence;
