package org.seedbed.dataparallel;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingAggregationTuple;
import org.nd4j.linalg.cpu.nativecpu.NDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.seedbed.serialization.KryoRegistrations;
import org.seedbed.serialization.SeedbedRegistrator;

/** Registers what is sent to workers and what dl4j-spark broadcasts, collects and aggregates. */
public final class DataParallelRegistrations implements KryoRegistrations {
  @Override
  public void register(Kryo kryo) {
    SeedbedRegistrator.register(kryo, WorkerDraws.class);
    SeedbedRegistrator.register(kryo, StepDraw.class);
    SeedbedRegistrator.register(kryo, StepDraw.LevelDraw.class);
    // The only implementation of INDArray. Creating an instance to get its class would start ND4J.
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
