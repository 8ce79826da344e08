/**
 * Networks that read a sequence one vector at a time and answer it one vector at a time: what they
 * compute with on each engine, how examples are read and answered, their losses and their
 * evaluation. A network is written once, over {@link org.seedbed.model.recurrent.VectorAlgebra}.
 */
package org.seedbed.model.recurrent;
