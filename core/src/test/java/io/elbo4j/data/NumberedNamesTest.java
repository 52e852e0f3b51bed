package io.elbo4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumberedNamesTest {

    @Test
    void names_areMadeByNumber() {
        NumberedNames names = new NumberedNames("features[", 0, "]", 3);
        assertEquals(List.of("features[0]", "features[1]", "features[2]"), names);
        assertEquals(names, List.copyOf(names));
        assertSame(names, NumberedNames.copyOf(names));
        assertThrows(IndexOutOfBoundsException.class, () -> names.get(3));
        assertEquals(1 << 20, new NumberedNames("f", 1, "", 1 << 20).indexOf("f1048576") + 1);
    }

    @Test
    void parse_ofText_isTheSame() {
        for (NumberedNames names :
                List.of(new NumberedNames("f", 1, "", 7), new NumberedNames("features[", 0, "]", 0))) {
            assertEquals(names, NumberedNames.parse(names.text()));
        }
        assertThrows(IllegalArgumentException.class, () -> NumberedNames.parse("f\t1"));
        assertThrows(IllegalArgumentException.class, () -> NumberedNames.parse("f\tone\t\t3"));
    }
}
