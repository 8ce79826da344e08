package org.seedbed.instrumentation;

import java.io.IOException;
import org.seedbed.metrics.Metric;
import org.seedbed.metrics.ProcessMetrics;

/** Times the writing of a state and counts its bytes. */
public final class ObservedCommit {
  private ObservedCommit() {}

  /** Writes a state. */
  public interface Writing<T> {
    T write() throws IOException;
  }

  /** Lets {@code writing} write a state of so many bytes. */
  public static <T> T of(long bytes, Writing<T> writing) throws IOException {
    long started = System.nanoTime();
    T written = writing.write();
    var metrics = ProcessMetrics.current();
    metrics.histogram(Metric.CHECKPOINT_DURATION).observe((System.nanoTime() - started) / 1e9);
    metrics.counter(Metric.CHECKPOINT_BYTES).inc(bytes);
    return written;
  }
}
