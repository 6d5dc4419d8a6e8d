/** An application that knows nothing of Oncegate. */
@NullMarked
package com.example.untunedgateway;

import org.jspecify.annotations.NullMarked;
