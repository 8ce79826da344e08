package org.seedbed.dataset;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.seedbed.files.Sha256;
import org.seedbed.task.StoredExample;

/**
 * Computes digests of examples in blocks of {@link DatasetPlan#BLOCK}, in order. Not thread-safe.
 */
final class BlockDigests {
  private final MessageDigest digest = Sha256.digest();
  private final List<String> blocks = new ArrayList<>();
  private ByteBuffer buffer = ByteBuffer.allocate(1024);
  private int inBlock;

  void add(StoredExample example) {
    int size = example.size();
    if (buffer.capacity() < 8 * size) {
      buffer = ByteBuffer.allocate(8 * size);
    }
    buffer.clear();
    for (int cell = 0; cell < size; cell++) {
      buffer.putInt(example.input()[cell]);
      buffer.putInt(example.expected()[cell]);
    }
    digest.update(buffer.array(), 0, buffer.position());
    if (++inBlock == DatasetPlan.BLOCK) {
      finishBlock();
    }
  }

  /** Returns the digests of all blocks; the last block may be shorter. */
  List<String> finish() {
    if (inBlock > 0) {
      finishBlock();
    }
    return List.copyOf(blocks);
  }

  private void finishBlock() {
    blocks.add(Sha256.hex(digest.digest()));
    inBlock = 0;
  }
}
