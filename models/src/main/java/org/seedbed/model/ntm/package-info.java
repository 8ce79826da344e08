/** The Neural Turing Machine (Graves, Wayne and Danihelka, 2014). */
package org.seedbed.model.ntm;
