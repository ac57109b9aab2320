import { aboutStack } from '../../src/test/advice/situations.ts';
import { describeNativeAdvice } from './support/describe-advice.ts';

describeNativeAdvice(aboutStack);
