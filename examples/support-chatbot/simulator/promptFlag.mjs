import { FlagdProvider } from '@openfeature/flagd-provider';
import { OpenFeature } from '@openfeature/server-sdk';

/** What is served while there is no flag. */
const builtIn = {
  model: 'openai/gpt-4o-mini',
  messages: [{ role: 'system', content: 'You answer customers of Bright Parcel, a parcel delivery service.' }],
};

/**
 * Reads a prompt from a flag, as it stands in the flag file at that moment: the provider looks at the file every five seconds.
 * @param {string} file
 * @param {string} flag
 */
export function promptFlag(file, flag) {
  const client = OpenFeature.getClient();
  let retry;

  async function connect() {
    // The provider does not wait for a file that is not there yet.
    const provider = new FlagdProvider({ resolverType: 'in-process', offlineFlagSourcePath: file });
    await OpenFeature.setProviderAndWait(provider).catch(() => (retry = setTimeout(connect, 1000)));
  }

  return {
    connect,
    /** The prompt for one conversation. @param {import('@openfeature/server-sdk').EvaluationContext} context */
    promptFor: (context) => client.getObjectValue(flag, builtIn, context),
    async close() {
      clearTimeout(retry);
      await OpenFeature.close();
    },
  };
}
