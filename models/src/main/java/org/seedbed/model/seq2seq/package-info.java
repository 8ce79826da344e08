/**
 * LSTM sequence to sequence (Sutskever, Vinyals and Le, 2014), the control of every comparison: an
 * encoder reads the input, a decoder writes the output from the encoder's last state, with or
 * without attention to what was read (Bahdanau, Cho and Bengio, 2015).
 */
package org.seedbed.model.seq2seq;
