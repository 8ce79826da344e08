/**
 * Recurrent networks with stacks and queues: a network whose hidden state is fed by stacks (Joulin
 * and Mikolov, <em>Inferring Algorithmic Patterns with Stack-Augmented Recurrent Nets</em>, 2015),
 * and an LSTM with a continuous stack, queue or double-ended queue (Grefenstette, Hermann, Suleyman
 * and Blunsom, <em>Learning to Transduce with Unbounded Memory</em>, 2015).
 */
package org.seedbed.model.stack;
