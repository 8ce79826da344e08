package org.seedbed.files;

/**
 * A file as described by its commit record.
 *
 * @param name file name, without the folder
 * @param bytes length of the file in bytes
 * @param sha256 SHA-256 digest of the file
 */
public record CommittedFile(String name, long bytes, String sha256) {}
