/**
 * The Neural Random-Access Machine (Kurach, Andrychowicz and Sutskever, ICLR 2016) over
 * populations.
 *
 * <pre>
 *            P(register = 0)          selectors                   registers, memory
 * registers ───────────────▶ Controller ─────────▶ Circuit of 14 modules ──────▶ next step
 *                                  └─ f: willingness to finish ─▶ loss
 *
 * trained parameters [P] ──▶ NramProgram: argmax selectors, integers, any M ──▶ printed circuit
 * </pre>
 *
 * <p>Lanes are the last axis of tensors: {@code [.., L]} with L = K·B, seed-major. Element-wise
 * operations then run over long contiguous rows for any K.
 */
package org.seedbed.model.nram;
