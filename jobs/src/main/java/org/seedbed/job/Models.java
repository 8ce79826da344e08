package org.seedbed.job;

import java.util.ArrayList;
import org.seedbed.model.ModelCatalogue;
import org.seedbed.model.ModelFamily;

/** Names of all models, as completion candidates. */
final class Models extends ArrayList<String> {
  private static final long serialVersionUID = 1L;

  Models() {
    super(ModelCatalogue.families().stream().<String>map(ModelFamily::name).toList());
  }
}
