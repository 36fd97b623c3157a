/** Whether a hostname follows the time of RFC 3164, and which words the caller wants to be asked about. */
export const EXPECTS_HOSTNAME: i32 = 1;
export const TESTS_HOSTNAME: i32 = 2;
export const TESTS_APP_NAME: i32 = 4;
/** Which format to read by; neither: whichever it is. */
export const AS_RFC3164: i32 = 8;
export const AS_RFC5424: i32 = 16;
export const FORMATS: i32 = AS_RFC3164 | AS_RFC5424;
