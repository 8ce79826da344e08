package org.seedbed.files;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A Parquet output file on a given file system. Parquet's own class uses the process's shared file
 * system, which leaves checksum files on local disks. Equal rows give equal bytes, see {@link
 * ParquetBytes}.
 */
public final class ParquetOutput implements OutputFile {
  private final FileSystem files;
  private final Path path;
  private ParquetBytes bytes;

  /**
   * @param files file system to write to
   * @param path path of the file, which is replaced if it exists
   */
  public ParquetOutput(FileSystem files, Path path) {
    this.files = files;
    this.path = path;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return createOrOverwrite(blockSizeHint);
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    bytes = new ParquetBytes(files.create(path, true));
    return bytes;
  }

  /**
   * Returns length and digest of the bytes that were written, once the file is closed.
   *
   * @param name of the file in its commit record
   */
  public CommittedFile written(String name) {
    return bytes.written(name);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return files.getDefaultBlockSize(path);
  }
}
