package org.seedbed.files;

/**
 * A file as its commit record knows it.
 *
 * @param name of the file, without its folder
 * @param bytes its length
 * @param sha256 its digest
 */
public record CommittedFile(String name, long bytes, String sha256) {}
