package org.seedbed.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Local disks, and every object store that is treated as one; HDFS and S3 have tests of their own.
 */
class EveryStoreTest {
  @TempDir static java.nio.file.Path folder;

  /** A local disk that has the scheme of an object store, and like one no rename to rely on. */
  private static final class ObjectStore extends RawLocalFileSystem {
    private final String scheme;

    ObjectStore(String scheme) throws IOException {
      this.scheme = scheme;
      initialize(URI.create("file:///"), new Configuration());
    }

    @Override
    public URI getUri() {
      return scheme == null ? super.getUri() : URI.create(scheme + ":///");
    }

    /** Shows a file only once it is complete. */
    @Override
    public FSDataOutputStream create(
        Path path,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      var target = java.nio.file.Path.of(path.toUri().getPath());
      var bytes =
          new ByteArrayOutputStream() {
            @Override
            public void close() throws IOException {
              Files.createDirectories(target.getParent());
              var complete = Files.createTempFile(folder, "upload", "");
              Files.write(complete, toByteArray());
              Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
            }
          };
      return new FSDataOutputStream(bytes, null);
    }

    @Override
    public boolean rename(Path from, Path to) {
      throw new AssertionError("an object store has no atomic rename");
    }
  }

  @TestFactory
  Stream<DynamicTest> localDisks() throws IOException {
    var root = Files.createTempDirectory(folder, "local");
    return FolderContract.testsOf(
        "local disk", Folder.at(new Path(root.toUri()), new Configuration()));
  }

  @TestFactory
  Stream<DynamicTest> objectStores() {
    return WholeFile.objectStores().stream()
        .flatMap(
            scheme -> {
              try {
                var root = Files.createTempDirectory(folder, scheme);
                var store = new Folder(new Path(root.toString()), new ObjectStore(scheme));
                return FolderContract.testsOf(scheme, store);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
  }

  /** Others in the process may want their checksums. */
  @Test
  void hadoopsSharedFileSystemIsLeftAsItIs() throws IOException {
    var configuration = new Configuration();
    var path = new Path(Files.createTempDirectory(folder, "shared").toUri());
    Folder.at(path, configuration).write(new Path(path, "ours"), new byte[] {1});
    var shared = path.getFileSystem(configuration);
    assertThat(shared).isInstanceOf(LocalFileSystem.class);
    shared.create(new Path(path, "theirs")).close();
    assertThat(java.nio.file.Path.of(path.toUri().getPath()).resolve(".theirs.crc")).exists();
    assertThat(java.nio.file.Path.of(path.toUri().getPath()).resolve(".ours.crc")).doesNotExist();
  }
}
