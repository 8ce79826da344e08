/**
 * Files that appear whole or not at all, on any file system that Hadoop knows: how they are
 * written, digested, versioned and read, and who may write in a folder. Everything that writes is
 * built on this package.
 *
 * <pre>
 * Folder ──▶ WholeFile, Json (records with a SchemaVersion), CommittedFile
 * FolderLease ──▶ Folder
 * </pre>
 */
package org.seedbed.files;
