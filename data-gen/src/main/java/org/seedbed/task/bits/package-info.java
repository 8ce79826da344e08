/** Tasks on sequences of bit vectors (Graves, Wayne and Danihelka, 2014, section 4). */
package org.seedbed.task.bits;
