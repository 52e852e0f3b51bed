package io.elbo4j.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WorkspaceTest {

    private final Workspace workspace = new Workspace();

    @Test
    void arrays_areLentAgain_onceTheyAreGivenBack() {
        float[] first = workspace.floats(3);
        double[] sums = workspace.zeros(3);
        assertNotSame(first, workspace.floats(3));
        workspace.giveBack(first);
        workspace.giveBack(sums);
        assertEquals(4, workspace.floats(4).length);
        assertSame(first, workspace.floats(3));
        assertNotSame(first, workspace.floats(3));
        Arrays.fill(sums, 7);
        assertSame(sums, workspace.zeros(3));
        assertArrayEquals(new double[3], sums);
    }

    @Test
    void arraysFromElsewhere_andThoseGivenBackTwice_areNotLentTwice() {
        float[] own = {1, 2, 3};
        workspace.giveBack(own);
        float[] lent = workspace.floats(3);
        assertNotSame(own, lent);
        workspace.giveBack(lent);
        workspace.giveBack(lent);
        assertSame(lent, workspace.floats(3));
        assertNotSame(lent, workspace.floats(3));
    }
}
