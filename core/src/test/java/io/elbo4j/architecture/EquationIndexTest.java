package io.elbo4j.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import io.elbo4j.paper.Equation;
import io.elbo4j.paper.Equations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the annotations, the tables in the packages' pages and {@code docs/equations.md} together. After a change,
 * {@code mvn -pl core test -Dtest=EquationIndexTest -Dwrite.equations=true} writes the page anew.
 */
class EquationIndexTest {

    private static final Path PAGE = Path.of("../docs/equations.md");
    private static final Pattern TABLE = Pattern.compile("<caption>Equations</caption>(.*?)</table>", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("<tr>(?!<th>)(.*?)</tr>", Pattern.DOTALL);

    /** One annotation and the place that bears it. */
    private record Entry(String paper, String number, String packageName, String type, String method) {

        Path packagePage() {
            return Sources.MAIN.resolve(packageName.replace('.', '/')).resolve("package-info.java");
        }

        boolean isIn(String row) {
            return row.contains(paper)
                    && row.contains(number)
                    && row.contains(type + (method.isEmpty() ? "" : "." + method));
        }

        String line() {
            String file = "../core/src/main/java/" + packageName.replace('.', '/') + "/" + type + ".java";
            String place = type + (method.isEmpty() ? "" : "." + method);
            return "| " + paper + " | " + number + " | `" + packageName + "` | [" + place + "](" + file + ") |\n";
        }
    }

    @Test
    void annotations_areInTheirPackagesTable() {
        List<Entry> entries = entries();
        assertFalse(entries.isEmpty());
        for (Entry entry : entries) {
            assertTrue(
                    rows(entry.packagePage()).stream().anyMatch(entry::isIn),
                    "no row for " + entry + " in the table of equations in " + entry.packagePage());
        }
    }

    @Test
    void rowsOfTheTables_haveTheirAnnotation() {
        int checked = 0;
        for (Path file : Sources.files(Sources.MAIN)) {
            if (file.endsWith("package-info.java")) {
                for (String row : rows(file)) {
                    assertTrue(
                            entries().stream()
                                    .anyMatch(entry -> entry.packagePage().equals(file) && entry.isIn(row)),
                            "no annotation for the row " + row + " in " + file);
                    checked++;
                }
            }
        }
        assertTrue(checked > 0);
    }

    @Test
    void page_isUpToDate() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Equations in the code

                Generated from the `@Equation` annotations by `EquationIndexTest`; after a change run
                `mvn -pl core test -Dtest=EquationIndexTest -Dwrite.equations=true`. Citations, notation and departures are in
                the packages' own pages (`package-info.java`).

                | paper | equation | package | method |
                | --- | --- | --- | --- |
                """);
        entries().forEach(entry -> page.append(entry.line()));
        if (Boolean.getBoolean("write.equations")) {
            Files.createDirectories(Path.of("../docs"));
            Files.writeString(PAGE, page);
        }
        assertTrue(Files.exists(PAGE), "docs/equations.md is missing; run with -Dwrite.equations=true");
        assertEquals(page.toString(), Sources.text(PAGE), "docs/equations.md is old; run with -Dwrite.equations=true");
    }

    private static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (JavaClass type : Sources.CLASSES) {
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                String method = unit.isConstructor() ? "" : unit.getName();
                Stream<Equation> single = unit.tryGetAnnotationOfType(Equation.class).stream();
                Stream<Equation> several = unit.tryGetAnnotationOfType(Equations.class).stream()
                        .flatMap(equations -> Arrays.stream(equations.value()));
                Stream.concat(single, several)
                        .map(e -> new Entry(
                                e.paper(),
                                e.number(),
                                type.getPackageName(),
                                topLevel(type).getSimpleName(),
                                method))
                        .distinct()
                        .forEach(entries::add);
            }
        }
        entries.sort(Comparator.comparing(Entry::paper)
                .thenComparing(Entry::number)
                .thenComparing(Entry::packageName)
                .thenComparing(Entry::type)
                .thenComparing(Entry::method));
        return entries.stream().distinct().toList();
    }

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(EquationIndexTest::topLevel).orElse(type);
    }

    private static List<String> rows(Path packagePage) {
        return TABLE.matcher(Sources.text(packagePage))
                .results()
                .flatMap(table -> ROW.matcher(table.group(1)).results())
                .map(MatchResult::group)
                .toList();
    }
}
