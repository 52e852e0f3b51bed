package io.elbo4j.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/configuration.md} is {@code conf/reference.conf} as a page. After a change,
 * {@code mvn -pl core test -Dtest=ConfigurationPageTest -Dwrite.configuration=true} writes it anew.
 */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final Path REFERENCE = Path.of("../conf/reference.conf");
    private static final Pattern LINE = Pattern.compile("(\\w+) *(=|\\{\\}|\\{) *([^#]*?) *(?:# *(.*))?");

    /** One setting; its meaning grows by the lines of comment below it. */
    private record Setting(String key, String value, StringBuilder meaning) {

        String row() {
            return "| `" + key + "` | `" + value + "` | " + meaning.toString().replace("|", "\\|") + " |\n";
        }
    }

    /** What the lines of sections say, by the section's key. */
    private final Map<String, String> sections = new LinkedHashMap<>();

    @Test
    void page_isUpToDate() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Settings

                Generated from [`conf/reference.conf`](../conf/reference.conf) by `ConfigurationPageTest`; after a change run
                `mvn -pl core test -Dtest=ConfigurationPageTest -Dwrite.configuration=true`. Later ones win: the reference < the given file <
                `--conf spark.elbo4j.KEY=VALUE` < `--set KEY=VALUE`. A key that is not here is an error that names the nearest one.
                """);
        List<Setting> settings = settings();
        assertEquals(keys(), settings.stream().map(Setting::key).collect(Collectors.toCollection(TreeSet::new)));
        String section = "";
        for (Setting setting : settings) {
            String its = setting.key().contains(".") ? setting.key().replaceAll("\\..*", "") : "top level";
            if (!its.equals(section)) {
                page.append("\n## ")
                        .append(its)
                        .append("\n\n")
                        .append(said(its))
                        .append("| Key | Default | Meaning |\n| --- | --- | --- |\n");
                section = its;
            }
            page.append(setting.row());
        }
        if (Boolean.getBoolean("write.configuration")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page.toString(), Files.readString(PAGE), "the page is old; run with -Dwrite.configuration=true");
    }

    /** Of a section and those within. */
    private String said(String section) {
        StringBuilder said = new StringBuilder();
        sections.forEach((key, meaning) -> {
            if (key.equals(section) || key.startsWith(section + ".")) {
                said.append(key).append(": ").append(meaning).append(".\n\n");
            }
        });
        return said.toString();
    }

    private List<Setting> settings() throws IOException {
        List<Setting> settings = new ArrayList<>();
        Deque<String> path = new ArrayDeque<>();
        for (String raw : Files.readAllLines(REFERENCE)) {
            String line = raw.trim();
            Matcher found = LINE.matcher(line);
            if (line.startsWith("}")) {
                path.removeLast();
            } else if (line.startsWith("#") && raw.startsWith("    ") && !settings.isEmpty()) {
                settings.get(settings.size() - 1)
                        .meaning()
                        .append(' ')
                        .append(line.substring(1).trim());
            } else if (found.matches()) {
                path.addLast(found.group(1));
                if (found.group(2).equals("{") && found.group(4) != null) {
                    sections.put(String.join(".", path), found.group(4));
                }
                if (!found.group(2).equals("{")) {
                    String meaning = found.group(4) == null ? "" : found.group(4);
                    String value = found.group(2).equals("=") ? found.group(3) : "{}";
                    settings.add(new Setting(String.join(".", path), value, new StringBuilder(meaning)));
                    path.removeLast();
                }
            }
        }
        return settings;
    }

    /** What the parser of HOCON sees; empty objects have no entry there. */
    private static Set<String> keys() {
        Set<String> keys = Settings.reference().entrySet().stream()
                .map(entry -> String.join(".", ConfigUtil.splitPath(entry.getKey())))
                .collect(Collectors.toCollection(TreeSet::new));
        keys.add("data.options");
        return keys;
    }
}
