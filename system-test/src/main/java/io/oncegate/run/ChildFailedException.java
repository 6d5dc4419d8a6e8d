package io.oncegate.run;

/** A process that was to be of use is not. */
public final class ChildFailedException extends Exception {

    ChildFailedException(ChildProcess child, String what) {
        super(child.name() + " " + what + ". The end of " + child.log() + ":" + System.lineSeparator()
                + child.lastWords());
    }
}
