/** Benchmarks and long proofs; see {@code bench/README.md} for usage and recorded figures. */
package org.seedbed.bench;
