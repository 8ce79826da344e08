/**
 * Data-parallel training of one initialization with dl4j-spark: DL4J owns the parameters, the
 * updater and their averaging, PyTorch does the forward and the backward pass. All that knows of
 * DL4J is here and in {@code org.seedbed.wire}.
 */
package org.seedbed.dataparallel;
