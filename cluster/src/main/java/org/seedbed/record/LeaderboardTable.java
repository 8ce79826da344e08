package org.seedbed.record;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.seedbed.files.ParquetOutput;

/** Writes the leaderboard as a Parquet table, one row per restart. Runs on the driver. */
public final class LeaderboardTable {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message entry {
            required int32 rank;
            required int64 seed;
            required binary outcome (STRING);
            required double score;
            required double loss;
            required int64 steps;
            optional int64 stepsToSolve;
            required int32 confirmed;
            required int32 confirmations;
            required int32 generalizes;
            optional boolean proved;
            optional int64 prunedAt;
            optional double solveProbability;
            optional double betterThanFresh;
          }
          """);

  private LeaderboardTable() {}

  /** Writes {@code leaderboard.parquet}. */
  public static void write(RunFolder run, Leaderboard leaderboard, Configuration configuration)
      throws IOException {
    var rows = new SimpleGroupFactory(SCHEMA);
    run.place(
        run.leaderboardTable(),
        target -> {
          try (ParquetWriter<Group> writer =
              ExampleParquetWriter.builder(new ParquetOutput(run.files(), target))
                  .withType(SCHEMA)
                  .withConf(configuration)
                  // On object stores the file is written in place, so it may already exist.
                  .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                  .build()) {
            for (var entry : leaderboard.entries()) {
              writer.write(row(rows, entry));
            }
          }
          return target;
        });
  }

  private static Group row(SimpleGroupFactory rows, Leaderboard.Entry entry) {
    var row =
        rows.newGroup()
            .append("rank", entry.rank())
            .append("seed", entry.seed())
            .append("outcome", entry.outcome().name())
            .append("score", entry.score())
            .append("loss", entry.loss())
            .append("steps", entry.steps());
    entry.stepsToSolve().ifPresent(steps -> row.append("stepsToSolve", steps));
    row.append("confirmed", entry.confirmed())
        .append("confirmations", entry.confirmations())
        .append("generalizes", entry.generalizes());
    entry.proved().ifPresent(proved -> row.append("proved", proved));
    entry.prunedAt().ifPresent(step -> row.append("prunedAt", step));
    entry
        .belief()
        .ifPresent(
            belief ->
                row.append("solveProbability", belief.mean())
                    .append("betterThanFresh", belief.better()));
    return row;
  }
}
