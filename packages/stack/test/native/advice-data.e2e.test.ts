import { aboutData } from '../../src/test/advice/situations.ts';
import { describeNativeAdvice } from './support/describe-advice.ts';

describeNativeAdvice(aboutData);
