/** Tasks of TerpreT machines: programs that are found by descent from many random starts. */
package org.seedbed.task.terpret;
