/** Benchmarks and proofs; {@code bench/README.md} says how to run them and what they last gave. */
package org.seedbed.bench;
