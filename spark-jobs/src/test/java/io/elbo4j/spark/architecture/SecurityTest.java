package io.elbo4j.spark.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.elbo4j.spark.cli.Cli;
import io.elbo4j.spark.io.HadoopFolder;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SECURITY.md promises and no other test shows. */
class SecurityTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar") && !location.contains("/test-classes/"))
            .importPackages("io.elbo4j");

    @TempDir
    Path folder;

    @Test
    void nothing_isDeserializedByJava() {
        assertTrue(CLASSES.size() > 200, "classes of core and of the jobs were found");
        noClasses()
                .should()
                .callConstructorWhere(DescribedPredicate.<JavaConstructorCall>describe(
                        "makes an ObjectInputStream",
                        call -> call.getTargetOwner().isAssignableTo(ObjectInputStream.class)))
                .orShould()
                .callMethod(ObjectInputStream.class, "readObject")
                .orShould()
                .callMethod(ObjectInputStream.class, "readUnshared")
                .check(CLASSES);
    }

    @Test
    void folder_isNotLeft() throws IOException {
        HadoopFolder inside = HadoopFolder.of(folder.resolve("inside").toString(), new Configuration());
        Files.writeString(folder.resolve("outside"), "secret");
        for (String name : List.of("../outside", "..", "a/../../outside", folder + "/outside", "")) {
            String message = String.valueOf(
                    assertThrows(IOException.class, () -> inside.open(name)).getMessage());
            assertTrue(message.startsWith("folder: name leads out of it: name="), message);
            assertThrows(IOException.class, () -> inside.create(name));
        }
        assertEquals("secret", Files.readString(folder.resolve("outside")));
    }

    @Test
    void printedConfiguration_hasNoSecrets() {
        String printed = Cli.plain(
                        "train",
                        "../conf/quickstart.conf",
                        "--print-config",
                        "--set",
                        "data.options.password=hunter2",
                        "--set",
                        "data.options.fs.s3a.access-key=AKIA7",
                        "--set",
                        "data.options.authToken=tok42",
                        "--set",
                        "data.options.delimiter=;",
                        "--set",
                        "data.train=s3a://me:pass77@bucket/rows.csv")
                .ok()
                .out();
        for (String secret : List.of("hunter2", "AKIA7", "tok42", "pass77")) {
            assertFalse(printed.contains(secret), printed);
        }
        assertTrue(printed.contains("(hidden)") && printed.contains("bucket/rows.csv"), printed);
        assertTrue(printed.contains(";"), printed);
    }
}
