package org.seedbed.bench;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A case of the peers with a number of seeds, such as {@code nram:32}.
 *
 * @param model name of the case
 * @param width K, number of seeds
 */
record CaseAndWidth(String model, int width) {
  /** Reads an option. */
  static final class Converter implements ITypeConverter<CaseAndWidth> {
    @Override
    public CaseAndWidth convert(String text) {
      int colon = text.lastIndexOf(':');
      try {
        return new CaseAndWidth(
            PeerCase.named(text.substring(0, Math.max(0, colon))).name(),
            Integer.parseInt(text.substring(colon + 1)));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "'%s' is no case with its number of seeds, such as nram:32".formatted(text));
      }
    }
  }
}
