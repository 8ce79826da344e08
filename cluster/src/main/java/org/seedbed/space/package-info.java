/** The settings that a sweep tries: keys with their values, and ways to draw from them. */
package org.seedbed.space;
