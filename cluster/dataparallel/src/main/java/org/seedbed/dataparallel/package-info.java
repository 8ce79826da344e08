/**
 * Data-parallel training of one initialization with dl4j-spark. DL4J owns the parameters, the
 * updater and their averaging; PyTorch computes the forward and the backward pass. Only this
 * package depends on DL4J.
 */
package org.seedbed.dataparallel;
