package org.seedbed.instrumentation;

import java.io.IOException;
import org.seedbed.metrics.Metric;
import org.seedbed.metrics.ProcessMetrics;

/** Measures the time and the bytes of writing a state. */
public final class ObservedCommit {
  private ObservedCommit() {}

  /** An operation that writes a state. */
  public interface Writing<T> {
    T write() throws IOException;
  }

  /** Runs {@code writing}, which writes a state of {@code bytes} bytes. */
  public static <T> T of(long bytes, Writing<T> writing) throws IOException {
    long started = System.nanoTime();
    T written = writing.write();
    var metrics = ProcessMetrics.current();
    metrics.histogram(Metric.CHECKPOINT_DURATION).observe((System.nanoTime() - started) / 1e9);
    metrics.counter(Metric.CHECKPOINT_BYTES).inc(bytes);
    return written;
  }
}
