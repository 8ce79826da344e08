package org.seedbed.serialization;

import com.esotericsoftware.kryo.Kryo;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoRegistrator;
import org.seedbed.dataset.DatasetPlan;
import org.seedbed.dataset.WrittenPart;
import org.seedbed.search.DamagedState;
import org.seedbed.search.PopulationJob;
import org.seedbed.space.Setting;
import org.seedbed.sweep.SweepJob;
import org.seedbed.task.Level;

/**
 * Registers every class that is sent between driver and executors. With {@code
 * spark.kryo.registrationRequired}, sending any other class fails at the sender.
 */
public final class SeedbedRegistrator implements KryoRegistrator {
  private static final List<Class<? extends Record>> RECORDS =
      List.of(
          PopulationJob.class,
          PopulationJob.Source.class,
          DamagedState.class,
          DatasetPlan.Part.class,
          Level.class,
          WrittenPart.class,
          WrittenPart.Frames.class,
          SweepJob.class,
          Setting.class,
          Setting.Assignment.class);

  /** Configures Spark to serialize with Kryo and to reject classes that are not registered. */
  public static void configure(SparkConf conf) {
    conf.set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    conf.set("spark.kryo.registrator", SeedbedRegistrator.class.getName());
    conf.set("spark.kryo.registrationRequired", "true");
  }

  @Override
  public void registerClasses(Kryo kryo) {
    RECORDS.forEach(type -> register(kryo, type));
    // List.of, List.copyOf and Stream.toList return instances of these two classes.
    kryo.register(List.of(1).getClass(), new ImmutableListSerializer());
    kryo.register(List.of(1, 2, 3).getClass(), new ImmutableListSerializer());
    for (var more : ServiceLoader.load(KryoRegistrations.class, getClass().getClassLoader())) {
      more.register(kryo);
    }
  }

  /** Registers a record, which is serialized by its components. */
  public static <R extends Record> void register(Kryo kryo, Class<R> type) {
    kryo.register(type, new RecordSerializer<>(type));
  }
}
