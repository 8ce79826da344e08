/**
 * The Neural Random-Access Machine (Kurach, Andrychowicz and Sutskever, ICLR 2016) over
 * populations.
 *
 * <pre>
 *            P(register = 0)          selectors                   registers, memory
 * registers ───────────────▶ Controller ─────────▶ Circuit of 14 modules ──────▶ next step
 *                                  └─ f: willingness to finish ─▶ NramLoss
 *
 * trained row [P] ──▶ NramProgram: argmax selectors, integers, any M ──▶ printed circuit
 * </pre>
 *
 * <p>Tensors keep their lanes last: {@code [.., L]} with L = K·B, seed-major, so that element-wise
 * work runs over long contiguous rows whatever K is.
 */
package org.seedbed.model.nram;
