package org.seedbed.job;

/** A self-contained HTML file. */
final class HtmlPage {
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;
             padding: 0 1rem; color: #222; }
      table { border-collapse: collapse; margin: 1rem 0; }
      td, th { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid #ddd; }
      td:first-child, th:first-child { text-align: left; }
      pre { background: #f6f6f6; padding: 1rem; overflow: auto; }
      img { max-width: 100%; }
      p.note { color: #555; }
      """;

  private final StringBuilder html = new StringBuilder();

  HtmlPage(String title) {
    append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
    append(escape(title)).append("</title><style>").append(STYLE).append("</style></head>");
    append("<body><h1>").append(escape(title)).append("</h1>\n");
  }

  /** Adds HTML. */
  HtmlPage append(String more) {
    html.append(more);
    return this;
  }

  /** Adds a row of a table. */
  void row(String... cells) {
    append("<tr>");
    for (var cell : cells) {
      append("<td>").append(escape(cell)).append("</td>");
    }
    append("</tr>\n");
  }

  /**
   * Adds a section with a picture.
   *
   * @param image Base64-encoded PNG
   */
  void section(String title, String image, String note) {
    append("<h2>").append(escape(title)).append("</h2><p class=\"note\">");
    append(escape(note)).append("</p><img alt=\"").append(escape(title));
    append("\" src=\"data:image/png;base64,").append(image).append("\">\n");
  }

  /** Returns the whole file. */
  String text() {
    return html + "</body></html>\n";
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
