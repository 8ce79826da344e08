package org.seedbed.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.seedbed.search.PopulationJob;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Round trips through the very serializer that Spark makes of our configuration. */
class SeedbedRegistratorTest {
  private final SerializerInstance serializer = serializer();

  private static SerializerInstance serializer() {
    var conf = new SparkConf(false);
    SeedbedRegistrator.configure(conf);
    return new KryoSerializer(conf).newInstance();
  }

  @SuppressWarnings("unchecked")
  private <T> T roundTrip(T value) {
    ClassTag<T> tag = (ClassTag<T>) ClassTag$.MODULE$.apply(value.getClass());
    return serializer.deserialize(serializer.serialize(value, tag), tag);
  }

  private void comesBack(INDArray array) {
    var back = roundTrip(array);
    assertThat(back.dataType()).isEqualTo(array.dataType());
    assertThat(back.shape()).isEqualTo(array.shape());
    assertThat(back.isEmpty()).isEqualTo(array.isEmpty());
    if (!array.isEmpty()) {
      assertThat(back.ordering()).isEqualTo(array.ordering());
      // Both by index: equality by memory would not see an order that got lost.
      for (long i = 0; i < array.length(); i++) {
        assertThat(back.getDouble(i)).isEqualTo(array.getDouble(i));
      }
    }
  }

  @Test
  void arraysOfBothOrdersComeBack() {
    comesBack(Nd4j.linspace(1, 6, 6, DataType.FLOAT).reshape('c', 2, 3));
    comesBack(Nd4j.linspace(1, 6, 6, DataType.FLOAT).reshape('c', 2, 3).dup('f'));
    comesBack(Nd4j.linspace(1, 24, 24, DataType.FLOAT).reshape('f', 2, 3, 4));
  }

  @Test
  void viewsComeBackAsWhatTheyShow() {
    var all = Nd4j.linspace(1, 24, 24, DataType.FLOAT).reshape('c', 4, 6);
    comesBack(all.getRow(2));
    comesBack(all.getColumn(3));
    comesBack(all.transpose());
    comesBack(all.get(NDArrayIndex.interval(1, 3), NDArrayIndex.interval(2, 5)));
    comesBack(all.dup('f').get(NDArrayIndex.interval(0, 4, 2), NDArrayIndex.all()));
    comesBack(all.permute(1, 0).get(NDArrayIndex.interval(1, 4), NDArrayIndex.all()));
  }

  @Test
  void scalarsAndEmptyArraysComeBack() {
    comesBack(Nd4j.scalar(2.5f));
    comesBack(Nd4j.scalar(7L));
    comesBack(Nd4j.empty(DataType.FLOAT));
    comesBack(Nd4j.create(DataType.FLOAT, 0, 3));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE", "LONG", "INT", "BOOL"})
  void everyTypeInUseComesBack(DataType type) {
    comesBack(Nd4j.createFromArray(0, 1, 1, 0, 1, 1).castTo(type).reshape('f', 3, 2));
  }

  @Test
  void valuesKeepAllTheirBits() {
    var array = Nd4j.createFromArray(Float.MIN_VALUE, -0f, 1e38f, Float.NaN, 1 / 3f);
    assertThat(roundTrip(array).data().asFloat()).isEqualTo(array.data().asFloat());
    long exact = (1L << 53) + 1;
    assertThat(roundTrip(Nd4j.createFromArray(exact)).getLong(0)).isEqualTo(exact);
  }

  @Test
  void typesThatAreNotInUseAreRefusedByName() {
    assertThatThrownBy(() -> roundTrip(Nd4j.zeros(DataType.FLOAT16, 2)))
        .hasMessageContaining("arrays of HALF do not travel");
  }

  @Test
  void dataSetsComeBack() {
    var one = new DataSet(Nd4j.rand(3, 4), Nd4j.rand(3, 2));
    assertThat(roundTrip(one)).isEqualTo(one);
  }

  @Test
  void recordsComeBackWithTheListsInThem() {
    for (List<Long> seeds : List.of(List.of(7L), List.of(1L, 2L), List.of(1L, 2L, 3L))) {
      var source = new PopulationJob.Source("rungs/00", 1, "population-001", 5, "ab");
      var job = new PopulationJob("rungs/01", 3, seeds, List.of(source), 400, -1, true);
      assertThat(roundTrip(job)).isEqualTo(job);
    }
  }

  @Test
  void whatIsNotRegisteredIsRefusedWhereItIsSent() {
    assertThatThrownBy(() -> roundTrip(OptionalInt.of(1)))
        .hasMessageContaining("Class is not registered: java.util.OptionalInt");
  }

  static Stream<JavaClass> recordsThatTravel() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.seedbed")
            .stream()
            .filter(type -> type.isRecord() && type.isAssignableTo(Serializable.class));
  }

  @Test
  void everyRecordThatIsMadeToTravelIsRegistered() {
    var kryo = ((org.apache.spark.serializer.KryoSerializerInstance) serializer).borrowKryo();
    assertThat(recordsThatTravel())
        .isNotEmpty()
        .allSatisfy(type -> assertThat(kryo.getRegistration(type.reflect())).isNotNull());
  }
}
