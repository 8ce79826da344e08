package org.seedbed.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoRegistrator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingAggregationTuple;
import org.nd4j.linalg.cpu.nativecpu.NDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.seedbed.dataparallel.StepDraw;
import org.seedbed.dataparallel.WorkerDraws;
import org.seedbed.dataset.DatasetPlan;
import org.seedbed.dataset.WrittenPart;
import org.seedbed.restart.DamagedState;
import org.seedbed.restart.PopulationJob;
import org.seedbed.task.Level;

/**
 * Tells Kryo of everything that travels. With {@code spark.kryo.registrationRequired}, anything
 * else is an error where it is sent, rather than a surprise where it arrives.
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
          WorkerDraws.class,
          StepDraw.class,
          StepDraw.LevelDraw.class);

  /** Has a Spark context send everything by Kryo, and nothing that is not registered here. */
  public static void configure(SparkConf conf) {
    conf.set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    conf.set("spark.kryo.registrator", SeedbedRegistrator.class.getName());
    conf.set("spark.kryo.registrationRequired", "true");
  }

  @Override
  public void registerClasses(Kryo kryo) {
    RECORDS.forEach(type -> register(kryo, type));
    // Two classes hold all lists of List.of, List.copyOf and Stream.toList.
    kryo.register(List.of(1).getClass(), new ImmutableListSerializer());
    kryo.register(List.of(1, 2, 3).getClass(), new ImmutableListSerializer());
    registerDataParallelTraining(kryo);
  }

  private static <R extends Record> void register(Kryo kryo, Class<R> type) {
    kryo.register(type, new RecordSerializer<>(type));
  }

  /** What dl4j-spark broadcasts, brings back and adds up. */
  private static void registerDataParallelTraining(Kryo kryo) {
    // The one class that implements it: naming it by an instance would start ND4J everywhere.
    kryo.register(NDArray.class, new NdArraySerializer());
    kryo.register(MultiLayerConfiguration.class, new NetworkConfigurationSerializer());
    kryo.register(NetBroadcastTuple.class);
    kryo.register(ParameterAveragingTrainingResult.class);
    kryo.register(ParameterAveragingAggregationTuple.class);
    kryo.register(AtomicInteger.class, new JavaSerializer());
    kryo.register(ArrayList.class);
    kryo.register(DataSet.class);
  }
}
