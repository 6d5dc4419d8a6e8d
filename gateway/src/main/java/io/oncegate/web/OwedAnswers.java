package io.oncegate.web;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/** How many answers the server owes on a connection. */
final class OwedAnswers {

    private int owed;
    private boolean interim;

    boolean isNone() {
        return owed == 0;
    }

    /** The server was given a request. */
    void requested() {
        owed++;
    }

    /** The server writes something. */
    void written(Object message) {
        if (message instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                    && !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        }
        if (message instanceof LastHttpContent && !interim) {
            // a server that cannot read a request may answer that, too
            owed = Math.max(0, owed - 1);
        }
    }
}
